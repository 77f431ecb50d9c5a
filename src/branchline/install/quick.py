"""The shell in front of a server's hooks: what it can tell by itself needs no Python.

Most pushes touch no changelog, and starting Python takes as long as such a push
does. The shell accepts one alone: commits in a row on top of the branch as it
was, none of which touches what `branchline.hook.known` wrote down for that
branch. It accepts a promotion too that `branchline.hook.ahead` judged before it
came: the source's own tip, or a merge of it, onto the branch as it was, where
everything that decides is what it was then. Whatever it does not understand, it
leaves to Python. A few starts of Git or none, and no decision that Python would
take otherwise.
"""

PREFIX = "''':'"
"""Opens the shell's part: to Python it is a string, to the shell a command that does nothing."""

_COMMON = r"""
python='PYTHON'
nl='
'
[ -t 0 ] && exec "$python" -I "$0" "$@"
one= more=
IFS= read -r one
IFS= read -r more
known() {
    [ -z "$more" ] || return 1
    [ ! -e "$0.branchline-previous" ] || return 1
    old=${one%% *} rest=${one#* }
    new=${rest%% *} ref=${rest#* }
    case $ref in *[!A-Za-z0-9/_.-]*|*..*) return 1 ;; refs/heads/?*) ;; *) return 1 ;; esac
    facts=branchline/known/$ref..facts tip=branchline/known/$ref..tip
    [ -f "$facts" ] && [ -f "$tip" ] && read -r was how <"$tip" || return 1
    word= ended= next= plain= by= saw= looked=
    set --
    while IFS= read -r line; do
        case $line in
        'by '*) by=${line#by } ;;
        '? '*)
            [ "${line#??}" -nt "$facts" ] && return 1
            set -- "$@" "${line#??}" ;;
        '! '*) saw=$saw${line#??}$nl ;;
        look)
            [ "$(LC_ALL=C TZ=UTC0 ls -dlniLc -- "$@" 2>/dev/null)$nl" = "$saw" ] || return 1
            looked=yes
            set -- ;;
        ': '*) set -- "$@" "${line#??}" ;;
        idle|wakes) word=$line ;;
        next) next=yes ;;
        plain) plain=yes ;;
        end) ended=yes ;;
        *) return 1 ;;
        esac
    done <"$facts"
    [ "$ended$looked" = yesyes ] && [ "$by" = "$python" ] || return 1
    ANSWER
}
"""

_PRE_RECEIVE = r"""[ ! -e shallow ] && [ -z "${GIT_SHALLOW_FILE-}" ] || return 1
    [ "${GIT_PUSH_OPTION_COUNT:-0}" = 0 ] || return 1
    git config --get branchline.config >/dev/null 2>&1
    [ $? = 1 ] || return 1
    if promised; then
        printf '%s judged\n' "$new" >"$tip"
        return 0
    fi
    [ "$was" = "$old" ] || return 1
    commits=$(GIT_NO_REPLACE_OBJECTS=1 GIT_NO_LAZY_FETCH=1 GIT_LITERAL_PATHSPECS=1 LC_ALL=C git \
        -c log.follow=false -c log.showSignature=false -c diff.relative=false \
        log --full-history --sparse --max-count=33 --format='+%H %P' --name-only --no-renames \
        --no-color --no-ext-diff --ignore-submodules=none "$new" "^$old" -- "$@" \
        2>/dev/null) || return 1
    set -f
    set -- $commits
    next=$new
    while [ $# -ge 2 ]; do
        [ "$1" = "+$next" ] || return 1
        next=$2
        shift 2
    done
    [ $# = 0 ] && [ "$next" = "$old" ] || return 1
    printf '%s\n' "$new" >"$tip"
    return 0"""

_PROMISED = r"""
promised() {
    ahead=branchline/known/$ref..ahead
    [ -f "$ahead" ] && [ ! "$facts" -nt "$ahead" ] || return 1
    asked= wanted= source= day= ended=
    while IFS= read -r line; do
        case $line in
        'old '*) [ "${line#old }" = "$old" ] || return 1 ;;
        'day '*) day=${line#day } ;;
        'from '*) source=${line#from } ;;
        '= '*)
            line=${line#= }
            id=${line%% *} what=${line#* }
            case $what in :*) what=$new$what ;; esac
            [ "$id" != - ] || id="$what missing"
            asked=$asked$what$nl wanted=$wanted$id$nl ;;
        yes) ended=yes ;;
        *) return 1 ;;
        esac
    done <"$ahead"
    [ "$ended" ] || return 1
    said=$(printf '%s' "$source^{commit}$nl$new^{commit}$nl$new^1$nl$new^2$nl$new^3$nl$asked" |
        GIT_NO_REPLACE_OBJECTS=1 GIT_NO_LAZY_FETCH=1 LC_ALL=C \
        git cat-file --batch-check='%(objectname)' 2>/dev/null) || return 1
    at=${said%%"$nl"*}
    case $said$nl in *"$nl$wanted") ;; *) return 1 ;; esac
    if [ "$at" = "$new" ]; then
        GIT_NO_REPLACE_OBJECTS=1 GIT_NO_LAZY_FETCH=1 \
            git merge-base --is-ancestor "$old" "$new" 2>/dev/null || return 1
    else
        case $said in "$at$nl$new$nl$old$nl$at$nl$new^3 missing$nl"*) ;; *) return 1 ;; esac
    fi
    [ "$(date -u +%Y-%m-%d)" = "$day" ]
}
"""

_POST_RECEIVE = r"""[ "$was" = "$new" ] || return 1
    if [ "$how$next" = judgedyes ]; then
        (trap '' HUP; exec "$python" -I "$0" --ahead "$ref") </dev/null >/dev/null 2>&1 &
    fi
    [ "$word" != idle ] || return 0
    settled=branchline/known/$ref..settled
    [ "$how$plain" = yes ] && [ -f "$settled" ] && read -r has <"$settled" || return 1
    [ "$has" = "$old" ] && printf '%s\n' "$new" >"$settled"
"""

_REST = r"""
known && exit 0
[ -z "$more" ] || { { printf '%s\n' "$one" "$more"; cat; } | "$python" -I "$0" "$@"; exit $?; }
exec "$python" -I "$0" "$@" <<END
$one
END
'''
"""

_ANSWERS = {"pre-receive": (_PROMISED, _PRE_RECEIVE), "post-receive": ("", _POST_RECEIVE)}


def shell(name: str, executable: str) -> str:
    """Return what stands before a hook's Python; empty for a hook that no shell answers for."""
    answer = _ANSWERS.get(name)
    if answer is None or not _QUOTABLE.isdisjoint(executable):
        return ""
    before, decision = answer
    text = _COMMON.replace("PYTHON", executable).replace("ANSWER", decision)
    return PREFIX + text + before.removeprefix("\n") + _REST.lstrip("\n")


def named(text: str) -> str:
    """Return the interpreter that a hook with such a shell starts; empty for any other hook."""
    return text.partition("\npython='")[2].partition("'\n")[0] if PREFIX in text else ""


_QUOTABLE = frozenset("'\\\n")
