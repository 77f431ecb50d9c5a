"""What MySQL and MariaDB do in silence: copy, lock, guess, forget."""

from branchline.rules.mysql.add_autoinc_column import add_autoinc_column
from branchline.rules.mysql.add_check_copy import add_check_copy
from branchline.rules.mysql.add_fk_copy import add_fk_copy
from branchline.rules.mysql.add_fulltext_spatial import add_fulltext_spatial
from branchline.rules.mysql.add_stored_generated import add_stored_generated
from branchline.rules.mysql.alter_copies_table import alter_copies_table
from branchline.rules.mysql.autoinc_policy import autoinc_policy
from branchline.rules.mysql.blocking_option import blocking_option
from branchline.rules.mysql.charset_collation import charset_collation
from branchline.rules.mysql.column_position import column_position
from branchline.rules.mysql.compression import compression
from branchline.rules.mysql.convert_charset import convert_charset
from branchline.rules.mysql.display_width import display_width
from branchline.rules.mysql.drop_pk import drop_pk
from branchline.rules.mysql.engine import engine
from branchline.rules.mysql.enum_set_not_append import enum_set_not_append
from branchline.rules.mysql.expression_default import expression_default
from branchline.rules.mysql.foreign_key_checks_off import foreign_key_checks_off
from branchline.rules.mysql.implicit_default import implicit_default
from branchline.rules.mysql.inline_references_ignored import inline_references_ignored
from branchline.rules.mysql.instant_with_lock import instant_with_lock
from branchline.rules.mysql.missing_lock_wait_timeout import missing_lock_wait_timeout
from branchline.rules.mysql.non_strict_mode import non_strict_mode
from branchline.rules.mysql.pk_type import pk_type
from branchline.rules.mysql.rebuild_command import rebuild_command
from branchline.rules.mysql.require_algorithm_lock import require_algorithm_lock
from branchline.rules.mysql.sbr_unsafe import sbr_unsafe
from branchline.rules.mysql.set_global import set_global
from branchline.rules.mysql.varchar_byte_class import varchar_byte_class
from branchline.rules.mysql.zero_date import zero_date

RULES = (
    alter_copies_table,
    varchar_byte_class,
    enum_set_not_append,
    convert_charset,
    add_fk_copy,
    add_check_copy,
    add_fulltext_spatial,
    add_autoinc_column,
    add_stored_generated,
    expression_default,
    drop_pk,
    column_position,
    rebuild_command,
    require_algorithm_lock,
    blocking_option,
    instant_with_lock,
    missing_lock_wait_timeout,
    non_strict_mode,
    foreign_key_checks_off,
    inline_references_ignored,
    implicit_default,
    zero_date,
    sbr_unsafe,
    set_global,
    engine,
    charset_collation,
    autoinc_policy,
    display_width,
    compression,
    pk_type,
)
