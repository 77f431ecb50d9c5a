"""Changes that fail where production has a row that nobody thought of."""

from branchline.rules.data_dependent.check_on_existing import check_on_existing
from branchline.rules.data_dependent.fk_on_existing import fk_on_existing
from branchline.rules.data_dependent.not_null_on_existing import not_null_on_existing
from branchline.rules.data_dependent.partition_bound import partition_bound
from branchline.rules.data_dependent.pk_or_exclusion_on_existing import (
    pk_or_exclusion_on_existing,
)
from branchline.rules.data_dependent.unique_on_existing import unique_on_existing

RULES = (
    unique_on_existing,
    not_null_on_existing,
    fk_on_existing,
    check_on_existing,
    pk_or_exclusion_on_existing,
    partition_bound,
)
