"""The shell in front of a server's hooks: what it can tell by itself needs no Python.

Most pushes touch no changelog, and starting Python takes as long as such a push
does. The shell accepts one alone: commits in a row on top of the branch as it
was, none of which touches what `branchline.hook.known` wrote down for that
branch. Whatever it does not understand, it leaves to Python. Two starts of Git
or none, and no decision that Python would take otherwise.
"""

PREFIX = "''':'"
"""Opens the shell's part: to Python it is a string, to the shell a command that does nothing."""

_COMMON = r"""
python='PYTHON'
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
    [ -f "$facts" ] && [ -f "$tip" ] && read -r was <"$tip" || return 1
    word= ended=
    set --
    while IFS= read -r line; do
        case $line in
        '? '*) [ "${line#??}" -nt "$facts" ] && return 1 ;;
        ': '*) set -- "$@" "${line#??}" ;;
        idle|wakes) word=$line ;;
        end) ended=yes ;;
        *) return 1 ;;
        esac
    done <"$facts"
    [ "$ended" ] || return 1
    ANSWER
}
"""

_PRE_RECEIVE = r"""[ "$was" = "$old" ] && [ ! -e shallow ] || return 1
    [ "${GIT_PUSH_OPTION_COUNT:-0}" = 0 ] && [ -z "${GIT_SHALLOW_FILE-}" ] || return 1
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

_POST_RECEIVE = r"""[ "$was" = "$new" ] && [ "$word" = idle ]"""

_REST = r"""
known && exit 0
[ -z "$more" ] || { { printf '%s\n' "$one" "$more"; cat; } | "$python" -I "$0" "$@"; exit $?; }
exec "$python" -I "$0" "$@" <<END
$one
END
'''
"""

_ANSWERS = {"pre-receive": _PRE_RECEIVE, "post-receive": _POST_RECEIVE}


def shell(name: str, executable: str) -> str:
    """Return what stands before a hook's Python; empty for a hook that no shell answers for."""
    answer = _ANSWERS.get(name)
    if answer is None or not _QUOTABLE.isdisjoint(executable):
        return ""
    text = _COMMON.replace("PYTHON", executable).replace("ANSWER", answer)
    return PREFIX + text + _REST.lstrip("\n")


def named(text: str) -> str:
    """Return the interpreter that a hook with such a shell starts; empty for any other hook."""
    return text.partition("\npython='")[2].partition("'\n")[0] if PREFIX in text else ""


_QUOTABLE = frozenset("'\\\n")
