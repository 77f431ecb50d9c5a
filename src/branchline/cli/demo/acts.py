"""The story of the demo, scene by scene; each checks what it claims."""

from branchline.cli.demo.stage import ENVIRONMENTS, Stage

_CONFIGURATION = """\
[changelogs.shop]
path = "db/migrations"
format = "plain"
dialect = "sqlite"
{environments}
[promotion.break_glass]
enabled = true
environments = ["prod"]
"""

_ENVIRONMENT = """
[environments.{name}]
branch = "{name}"{source}
[environments.{name}.instances.main]
url = "sqlite:///{folder}/{name}.db"
"""

_CUSTOMERS = """\
CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);
-- rollback
DROP TABLE customers;
"""

_ORDERS = """\
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer INTEGER NOT NULL REFERENCES customers (id),
  total INTEGER NOT NULL
);
INSERT INTO customers (email) VALUES ('ada@example.com');
INSERT INTO orders (customer, total) VALUES (1, 4200);
-- rollback
DROP TABLE orders;
DELETE FROM customers WHERE email = 'ada@example.com';
"""

_RISKY = """\
ALTER TABLE orders ADD COLUMN status TEXT NOT NULL;
-- rollback
ALTER TABLE orders DROP COLUMN status;
"""

_FIXED = """\
ALTER TABLE orders ADD COLUMN status TEXT NOT NULL DEFAULT 'new';
-- rollback
ALTER TABLE orders DROP COLUMN status;
"""

_NOTES = """\
ALTER TABLE orders ADD COLUMN note TEXT;
-- rollback
ALTER TABLE orders DROP COLUMN note;
"""

_HOTFIX = """\
CREATE INDEX orders_customer ON orders (customer);
-- rollback
DROP INDEX orders_customer;
"""

_OTHERS = 5

_PHONES = """\
ALTER TABLE customers ADD COLUMN phone TEXT;
-- rollback
ALTER TABLE customers DROP COLUMN phone;
"""


def opening(stage: Stage) -> None:
    """Make the server, the hooks, and the first state of all three environments."""
    stage.scene("A bare repository is the server; its hooks are branchline")
    stage.git(f"init --quiet --bare --initial-branch=dev {stage.server}")
    stage.git(f"clone --quiet {stage.server} {stage.clone}", quiet=True)
    stage.git("switch --quiet --create dev", quiet=True)
    blocks = (
        _ENVIRONMENT.format(
            name=name,
            folder=stage.folder,
            source=f'\nfrom = "{below}"' if below else "",
        )
        for below, name in zip(("", *ENVIRONMENTS), ENVIRONMENTS, strict=False)
    )
    stage.write("branchline.toml", _CONFIGURATION.format(environments="".join(blocks)))
    stage.write("db/migrations/0001_customers.sql", _CUSTOMERS)
    stage.write("db/migrations/0002_orders.sql", _ORDERS)
    stage.branchline("lint")
    stage.git("add .")
    stage.git("commit --quiet --message 'the shop'")
    stage.branchline(f"hooks install --server {stage.server}")
    for name in ENVIRONMENTS:
        stage.git(f"push origin dev:{name}")
    stage.owner("reconcile")
    for name in ENVIRONMENTS:
        stage.expect(
            stage.columns(name, "orders") == ["id", "customer", "total"],
            f"the database of {name} has the table orders",
        )


def refused_by_lint(stage: Stage) -> None:
    """Let lint refuse a risky change, and land the mended one on dev."""
    stage.scene("A risky migration is refused where it is written, with the way out")
    stage.git("switch --quiet --create order-status")
    stage.write("db/migrations/0003_order_status.sql", _RISKY)
    said = stage.branchline("lint db/migrations/0003_order_status.sql", fails=True)
    stage.expect("required-column" in said, "lint names the rule required-column")
    stage.git("add .")
    stage.git("commit --quiet --message 'orders have a status'")
    said = stage.git("push origin order-status:dev", refused=True)
    stage.expect("required-column" in said, "the server refuses it for the same reason")
    stage.write("db/migrations/0003_order_status.sql", _FIXED)
    stage.branchline("lint db/migrations/0003_order_status.sql")
    stage.git("commit --quiet --all --amend --no-edit")


def refused_by_direction(stage: Stage) -> None:
    """Let the server refuse a way that is too short, then promote step by step."""
    stage.scene("Straight to production is refused; dev takes it and applies it")
    said = stage.git("push origin order-status:prod", refused=True)
    stage.expect("not-in-source" in said, "the server says that it must go by dev and staging")
    stage.git("push origin order-status:dev")
    stage.owner("reconcile --env dev")
    stage.expect("status" in stage.columns("dev", "orders"), "dev has the column")
    stage.expect("status" not in stage.columns("prod", "orders"), "prod does not")


def promoted(stage: Stage) -> None:
    """Promote by merge, and then by squash."""
    stage.scene("Promotion by merge: dev, staging, prod; each applies it on landing")
    stage.git("fetch --quiet origin", quiet=True)
    for below, name in (("dev", "staging"), ("staging", "prod")):
        stage.git(f"switch --quiet --force-create {name} origin/{name}")
        stage.git("fetch --quiet origin", quiet=True)
        stage.git(f"merge --quiet --no-ff --message 'promote {below} to {name}' origin/{below}")
        stage.git(f"push origin {name}")
        stage.owner(f"reconcile --env {name}")
        stage.expect("status" in stage.columns(name, "orders"), f"{name} has the column")
    stage.scene("Promotion by squash works as well: what counts is the content")
    stage.git("switch --quiet --force-create dev origin/dev")
    stage.write("db/migrations/0004_order_note.sql", _NOTES)
    stage.git("add .")
    stage.git("commit --quiet --message 'orders have a note'")
    stage.git("push origin dev")
    for below, name in (("dev", "staging"), ("staging", "prod")):
        stage.git(f"switch --quiet {name}")
        stage.git("fetch --quiet origin", quiet=True)
        stage.git(f"merge --quiet --squash origin/{below}", quiet=True)
        stage.git(f"commit --quiet --message 'promote {below} to {name}, squashed'")
        stage.git(f"push origin {name}")
    stage.owner("reconcile")
    for name in ENVIRONMENTS:
        stage.expect("note" in stage.columns(name, "orders"), f"{name} has the second column")


def refused_history(stage: Stage) -> None:
    """Let the server refuse an edit of what has run."""
    stage.scene("What has run is history: an edited migration is refused")
    stage.git("switch --quiet --create tidy dev")
    stage.write("db/migrations/0001_customers.sql", _CUSTOMERS.replace("email TEXT", "mail TEXT"))
    stage.git("commit --quiet --all --message 'tidy up'")
    said = stage.git("push origin tidy:dev", refused=True)
    stage.expect("change-modified" in said, "the server names the change that was edited")
    stage.git("switch --quiet dev")


def hotfix(stage: Stage) -> None:
    """Break the glass, and see that the debt is called in."""
    stage.scene("Production burns: break the glass, with a ticket and a reason")
    stage.git("switch --quiet prod")
    stage.git("switch --quiet --create hotfix")
    stage.write("db/migrations/0005_orders_customer.sql", _HOTFIX)
    stage.git("add .")
    stage.git("commit --quiet --message 'find orders by customer'")
    stage.git("push origin hotfix:prod", refused=True)
    stage.git(
        "push -o branchline.break-glass=INC-7"
        " -o branchline.reason='checkout is down' origin hotfix:prod"
    )
    stage.owner("reconcile --env prod")
    indexes = stage.rows("prod", "SELECT name FROM sqlite_master WHERE name = 'orders_customer'")
    stage.expect(bool(indexes), "prod has the index")
    stage.scene("The hotfix is a debt: it blocks the next promotion until it is merged back")
    stage.git("switch --quiet dev")
    stage.write("db/migrations/0006_customer_phone.sql", _PHONES)
    stage.git("add .")
    stage.git("commit --quiet --message 'customers have a phone'")
    stage.git("push origin dev")
    stage.git("switch --quiet staging")
    stage.git("fetch --quiet origin", quiet=True)
    stage.git("merge --quiet --no-ff --message 'promote dev to staging' origin/dev")
    stage.git("push origin staging")
    stage.git("switch --quiet --force-create prod origin/prod")
    stage.git("merge --quiet --no-ff --message 'promote staging to prod' origin/staging")
    said = stage.git("push origin prod", refused=True)
    stage.expect("back-merge-required" in said, "the server wants the hotfix merged back first")
    stage.git("reset --quiet --hard origin/prod")


def paid_back(stage: Stage) -> None:
    """Merge the hotfix back, and promote what waited."""
    stage.scene("Merged back, the debt is paid and the promotion goes through")
    for name in ("dev", "staging"):
        stage.git(f"switch --quiet {name}")
        stage.git(f"merge --quiet --no-ff --message 'hotfix back to {name}' origin/prod")
        stage.git(f"push origin {name}")
    stage.git("switch --quiet prod")
    stage.git("fetch --quiet origin", quiet=True)
    stage.git("merge --quiet --no-ff --message 'promote staging to prod' origin/staging")
    stage.git("push origin prod")
    stage.owner("reconcile")
    for name in ENVIRONMENTS:
        stage.expect("phone" in stage.columns(name, "customers"), f"{name} has the phone")


def rolled_back(stage: Stage) -> None:
    """Roll one change back, and end with the whole picture."""
    stage.scene("A rollback runs the way back that was written with the change")
    stage.owner("rollback prod --count 1")
    stage.expect("phone" not in stage.columns("prod", "customers"), "prod lost the phone again")
    stage.expect("phone" in stage.columns("staging", "customers"), "staging keeps it")
    stage.scene("And this is where everything stands")
    said = stage.owner("status")
    stage.expect("held: 0006_customer_phone on prod/main" in said, "status names what is held")
    everywhere = said.count("applied  applied  applied")
    stage.expect(everywhere == _OTHERS, "and shows the other five applied everywhere")


STORY = (
    opening,
    refused_by_lint,
    refused_by_direction,
    promoted,
    refused_history,
    hotfix,
    paid_back,
    rolled_back,
)
