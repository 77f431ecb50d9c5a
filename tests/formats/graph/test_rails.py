"""Migrations of Rails: read from Ruby that is never run."""

from datetime import UTC, datetime

import pytest

from branchline.formats import detect, told
from branchline.formats.rails import RAILS
from branchline.model.changelog import ChangeSet, Reversal
from branchline.model.effects import Engine
from branchline.model.settings import Changelog
from branchline.model.value import replace
from tests.formats.trees import Files, below

SPEC = Changelog("app", "db/migrate", "rails", Engine("postgres"))
MYSQL = replace(SPEC, engine=Engine("mysql"))
KEY, TO = "fk_rails_473ad18043", "people (id) ON DELETE CASCADE NOT VALID"
UUID = "id uuid DEFAULT gen_random_uuid() NOT NULL PRIMARY KEY"
DEEP = "is nested too deeply to be read"
NAME = "db/migrate/20260101120000_mine.rb"
NOW = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)


def migration(body: str, base: str = "ActiveRecord::Migration[7.1]") -> str:
    return f"class Mine < {base}\n{body}\nend\n"


def read(
    body: str, spec: Changelog = SPEC, base: str = "ActiveRecord::Migration[7.1]"
) -> ChangeSet:
    tree = Files({NAME: migration(body, base)})
    [entry] = RAILS.outline(tree, spec)
    return RAILS.read(tree, entry, spec)


def sent(body: str, spec: Changelog = SPEC) -> list[str]:
    found = read(f"def change\n{body}\nend", spec)
    assert not found.code, found.code
    assert found.script is not None
    return [" ".join(each.split()) for each in found.script.text.split(";") if each.strip()]


@pytest.mark.parametrize(
    ("body", "statements"),
    [
        (
            "add_index :orders, :note, algorithm: :concurrently",
            ["CREATE INDEX CONCURRENTLY index_orders_on_note ON orders (note)"],
        ),
        (
            "add_foreign_key :orders, :people, validate: false, on_delete: :cascade",
            [
                f"ALTER TABLE orders ADD CONSTRAINT {KEY} FOREIGN KEY (person_id) REFERENCES {TO}"
            ],
        ),
        (
            "validate_foreign_key :orders, :people, name: :fk",
            ["ALTER TABLE orders VALIDATE CONSTRAINT fk"],
        ),
        (
            "add_check_constraint :orders, 'total > 0', name: 'plus', validate: false",
            ["ALTER TABLE orders ADD CONSTRAINT plus CHECK (total > 0) NOT VALID"],
        ),
        ("change_column_null :orders, :note, false", [
            "ALTER TABLE orders ALTER COLUMN note SET NOT NULL",
        ]),
        ("change_column_null :orders, :note, false, 'x'", [
            "UPDATE orders SET note = 'x' WHERE note IS NULL",
            "ALTER TABLE orders ALTER COLUMN note SET NOT NULL",
        ]),
        ("change_column :orders, :note, :text, using: 'note::text', null: true", [
            "ALTER TABLE orders ALTER COLUMN note TYPE text USING note::text",
            "ALTER TABLE orders ALTER COLUMN note DROP NOT NULL",
        ]),
        ("enable_extension 'pg_trgm'", ["CREATE EXTENSION IF NOT EXISTS pg_trgm"]),
        ("create_table :a, id: :uuid do |t|\nt.jsonb :b, default: {}, null: false\nend", [
            f"CREATE TABLE a ({UUID}, b jsonb DEFAULT '{{}}' NOT NULL)",
        ]),
        ("create_table 'app.a' do |t|\nt.string :b, array: true, default: -> { 'f()' }\nend", [
            "CREATE TABLE app.a (id bigserial PRIMARY KEY, b character varying[] DEFAULT f())",
        ]),
        ("remove_index :orders, column: [:a, :b], algorithm: :concurrently", [
            "DROP INDEX CONCURRENTLY index_orders_on_a_and_b",
        ]),
        ("change_table :orders do |t|\nt.remove :a, type: :string\nt.rename :b, :c\nend", [
            "ALTER TABLE orders DROP COLUMN a", "ALTER TABLE orders RENAME COLUMN b TO c",
        ]),
        ("drop_table :a, :b, if_exists: true", [
            "DROP TABLE IF EXISTS a", "DROP TABLE IF EXISTS b",
        ]),
        ("remove_reference :orders, :owner, polymorphic: true", [
            "ALTER TABLE orders DROP COLUMN owner_id", "ALTER TABLE orders DROP COLUMN owner_type",
        ]),
        ("[[:a, :x], [:b, :y]].each do |table, column|\nadd_column table, column, :integer\nend", [
            "ALTER TABLE a ADD COLUMN x integer", "ALTER TABLE b ADD COLUMN y integer",
        ]),
        ("safety_assured { remove_column :orders, :note, :string }", [
            "ALTER TABLE orders DROP COLUMN note",
        ]),
        ("name = 'orders'\nremove_column name, 'note', :string unless column_gone?", [
            "ALTER TABLE orders DROP COLUMN note",
        ]),
    ],
)  # fmt: skip
def test_calls_are_the_statements_that_rails_sends(body: str, statements: list[str]) -> None:
    assert sent(body) == statements


def test_mysql_has_its_own_words() -> None:
    assert sent("change_column :orders, :note, :string, null: false", MYSQL) == [
        "ALTER TABLE orders MODIFY note varchar(255) NOT NULL"
    ]
    assert sent("add_column :orders, :big, :text, limit: 16_777_215", MYSQL) == [
        "ALTER TABLE orders ADD COLUMN big mediumtext"
    ]
    assert sent("create_table :a do |t|\nt.integer :n, limit: 8, unsigned: true\nend", MYSQL) == [
        "CREATE TABLE a (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, n bigint unsigned)"
    ]


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        ("execute 'DROP TABLE a'", 3, 10),
        ('execute("DROP TABLE a")', 3, 10),
        ("execute <<~SQL\n      DROP TABLE a\n    SQL", 4, 7),
        ("execute(<<-'SQL'.strip)\nDROP TABLE a\n  SQL", 4, 1),
        ("execute <<SQL\nDROP TABLE a\nSQL", 4, 1),
        ("execute %q(DROP TABLE a)", 3, 12),
        ("execute %{DROP TABLE a}", 3, 11),
        ("connection.execute 'DROP TABLE ' \\\n  'a'", 3, 21),
        ("ActiveRecord::Base.connection.execute('DROP TABLE a')", 3, 40),
        ("=begin\nexecute 'x'\n=end\nexecute 'DROP TABLE a'", 6, 10),
        ("x = a / 2 # it's\nexecute 'DROP TABLE a' if y =~ /'/", 4, 10),
        ("sql = 'DROP TABLE a'\nexecute sql", 4, 1),
        ("say_with_time(\"it's\") { execute 'DROP TABLE a' }", 3, 34),
    ],
)
def test_sql_stands_at_its_own_line(source: str, line: int, column: int) -> None:
    found = read(f"def up\n{source}\nend\ndef down\nraise ActiveRecord::IrreversibleMigration\nend")

    assert found.script is not None
    lines = found.script.text.split("\n")
    assert " ".join(found.script.text.split()).rstrip(";") == "DROP TABLE a"
    assert not lines[line - 1][: column - 1].strip()
    assert lines[line - 1][column - 1 :].startswith("DROP TABLE")
    assert (found.reversal, found.code) == (Reversal.IRREVERSIBLE, ())


@pytest.mark.parametrize(
    "source",
    [
        'execute "DROP TABLE #{name}"',
        'execute <<~SQL\n  DROP TABLE #{"a#{1}}"}\nSQL',
        "execute File.read('x.sql')",
        "User.where(a: 1).update_all(b: 2)",
        "add_index name, :note",
        "Order.find_each { |o| o.save! }",
        "execute 'SELECT 1' while more?",
        "add_column :orders, :note, :text, limit: 16.megabytes - 1",
        "add_column :orders, :note, :string, **options",
        "create_table(:a) { |t| define(t) }",
        "revert OtherMigration",
    ],
)
def test_what_only_ruby_knows_is_named_as_code(source: str) -> None:
    found = read(f"def up\n{source}\nend")

    assert [each.what for each in found.code] == [source.split("\n", maxsplit=1)[0]]
    assert found.code[0].place.line == 3
    assert found.runner == "rails"


@pytest.mark.parametrize(
    ("body", "reversal"),
    [
        ("def change\nadd_column :a, :b, :string\nend", Reversal.AUTOMATIC),
        ("def change\nremove_column :a, :b\nend", Reversal.NONE),
        ("def change\nremove_columns :a, :b, :c, type: :string\nend", Reversal.AUTOMATIC),
        ("def change\nexecute 'SELECT 1'\nend", Reversal.NONE),
        ("def change\nchange_column :a, :b, :text\nend", Reversal.NONE),
        ("def change\nchange_column_default :a, :b, from: 1, to: 2\nend", Reversal.AUTOMATIC),
        ("def change\nchange_table(:a) { |t| t.remove :b }\nend", Reversal.NONE),
        ("def change\nchange_table(:a) { |t| t.string :b }\nend", Reversal.AUTOMATIC),
        ("def change\nremove_foreign_key :a, name: 'fk'\nend", Reversal.NONE),
        (
            "def change\nreversible do |d|\nd.up { execute 'SELECT 1' }\nend\nend",
            Reversal.AUTOMATIC,
        ),
        ("def self.up\ndrop_table :a\nend\ndef self.down\ncreate_table :a\nend", Reversal.PRESENT),
        ("def up\ndrop_table :a\nend", Reversal.NONE),
        ("def up\ndrop_table :a\nend\ndef down\nraise 'gone'\nend", Reversal.IRREVERSIBLE),
    ],
)
def test_the_way_back(body: str, reversal: Reversal) -> None:
    assert read(body).reversal is reversal


def test_no_transaction_is_said_in_the_class() -> None:
    assert not read("disable_ddl_transaction!\ndef change\nend").transaction
    assert read("def change\nend").transaction


def test_a_comment_allows_as_in_sql() -> None:
    found = read("def change\n# branchline: allow drop-table: old\ndrop_table :a\nend")

    assert found.script is not None
    assert found.script.text.strip().startswith("-- branchline: allow drop-table: old\n")


def test_comments_and_blanks_are_no_edit() -> None:
    one = read("def change\n  drop_table :a\nend")
    other = read("# why\n\ndef change\n\n      drop_table  :a # really\nend")
    third = read("def change\n  drop_table :b\nend")

    assert one.checksum == other.checksum != third.checksum


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("(" * 9999, DEEP),
        ("[" * 300_000 + "'" * 300_000, "is larger than 256 KiB of Ruby"),
        ("not " * 5000, DEEP),
        ("def x = " * 5000, DEEP),
        (migration("def up\nx" + " if y" * 5000 + "\nend"), DEEP),
        (
            migration("def up\nexecute 'x'" + ".strip" * 5000 + "\nend"),
            "is nested too deeply to be read",
        ),
        ('"#{' * 40, DEEP),
        ("class Mine\nend\n", "has no class with a method 'change' or 'up', and Rails stops"),
    ],
)
def test_hostile_ruby_gets_a_sentence(text: str, flaw: str) -> None:
    tree = Files({NAME: text})
    [entry] = RAILS.outline(tree, SPEC)

    assert RAILS.read(tree, entry, SPEC).flaw == flaw


@pytest.mark.parametrize(
    "text", ["x = '", "<<A\n", "end\n", "def x\n", "=begin\n", "%w(", "/", "\\"]
)
def test_what_is_not_understood_is_left_to_ruby(text: str) -> None:
    tree = Files({NAME: migration("def up\nend") + text})
    [entry] = RAILS.outline(tree, SPEC)

    found = RAILS.read(tree, entry, SPEC)

    assert found.flaw or found.code or found.script
    assert found.flaw == ""


def test_a_new_file_follows_the_newest_and_the_rails_of_the_lock() -> None:
    files = {NAME: migration(""), "Gemfile.lock": "GEM\n  specs:\n    rails (8.0.1)\n"}
    tree = Files(files)
    spec = told(tree, SPEC, RAILS)

    path, text = RAILS.new_file("Ädd Status to orders", RAILS.outline(tree, spec), spec, NOW)

    assert path == "db/migrate/20260506070809_add_status_to_orders.rb"
    assert text.splitlines()[0] == "class AddStatusToOrders < ActiveRecord::Migration[8.0]"
    assert RAILS.outline(Files({path: text}), spec).entries


def test_names_at_which_rails_stops_or_that_it_passes_over_are_strays() -> None:
    tree = Files(dict.fromkeys((f"db/migrate/{name}" for name in (
        "1_add_a.rb", "2_add_a.rb", "3_Add.rb", "20260101120000.rb", "a_20260101120000_b.rb",
        "x.sql",
    )), ""))  # fmt: skip

    outline = RAILS.outline(tree, SPEC)

    assert [entry.id for entry in outline] == ["1", "2"]
    assert {stray.place.path.rpartition("/")[2] for stray in outline.strays} == {
        "2_add_a.rb", "3_Add.rb", "20260101120000.rb", "a_20260101120000_b.rb", "x.sql",
    }  # fmt: skip


def test_a_folder_of_rails_is_recognised() -> None:
    assert detect(below("20260101120000_a.rb"), "db").format == "rails"
