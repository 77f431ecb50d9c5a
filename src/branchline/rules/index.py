"""The index of the rules: module, scope, severity, and the operations it needs one of.

Written by `python -m branchline.cli.pages docs/rules`; `branchline.testing.index` says how.
"""

FAMILIES = (
    "allowances",
    "breaking",
    "changelog",
    "constraints",
    "data_dependent",
    "data_loss",
    "environments",
    "failing",
    "liquibase",
    "locks",
    "mysql",
    "names",
    "promotion",
    "reversibility",
    "robustness",
    "security",
    "sqlite",
    "style",
    "transactions",
    "tsql_oracle",
)

INDEX = """\
failing.unparsable_statement Statement ERROR error
failing.version_syntax Statement ERROR
failing.unknown_object Statement WARNING
failing.duplicate_object Statement WARNING
failing.add_notnull_nonempty Statement ERROR AddColumn
failing.dependent_objects Statement ERROR postgres:*
failing.cic_partitioned Statement ERROR postgres:CreateIndex
failing.not_valid_partitioned Statement ERROR postgres:AddConstraint
failing.refresh_concurrently_no_unique Statement ERROR postgres:RefreshView
failing.lock_table_outside_tx Statement ERROR RunBlock,postgres:LockTable
failing.duplicate_assignment Statement ERROR CreateTable,Insert,Update
failing.identifier_too_long Statement WARNING
data_loss.drop_table Statement ERROR DropTable
data_loss.drop_column Statement ERROR DropColumn,DropTable
data_loss.drop_schema Statement ERROR DropObject
data_loss.drop_database Statement ERROR DropObject
data_loss.drop_partition Statement WARNING AlterPartition
data_loss.drop_extension Statement ERROR postgres:DropObject
data_loss.drop_cascade Statement WARNING oracle:*,postgres:*,tsql:*
data_loss.drop_system_versioning Statement WARNING SetTableOption
data_loss.truncate Statement ERROR AlterPartition,TruncateTable
data_loss.truncate_cascade Statement ERROR TruncateTable
data_loss.delete_without_where Statement ERROR Delete
data_loss.update_without_where Statement WARNING Update
data_loss.insert_overwrite Statement INFO Insert,Merge
data_loss.narrowing_type Statement WARNING AlterColumnType,ModifyColumn
data_loss.charset_narrowing Statement WARNING mariadb:AlterColumnType,mariadb:ModifyColumn,mariadb:SetTableOption,mysql:AlterColumnType,mysql:ModifyColumn,mysql:SetTableOption,tsql:AlterColumnType,tsql:ModifyColumn,tsql:SetTableOption
data_loss.enum_set_value_removed Statement WARNING AlterColumnType,ModifyColumn
data_loss.set_unlogged Statement WARNING postgres:SetTableOption
data_loss.create_unlogged Statement INFO postgres:CreateTable
data_loss.sequence_reset Statement WARNING AlterSequence,Select,SetIdentity,SetTableOption
data_loss.trigger_or_audit_removed Statement WARNING DropTrigger,SetTrigger,postgres:SetVariable
data_loss.set_null_on_not_null Statement ERROR AddColumn,AddConstraint,CreateTable
data_loss.on_delete_cascade Statement WARNING
data_dependent.unique_on_existing Statement WARNING AddConstraint,CreateIndex
data_dependent.not_null_on_existing Statement WARNING AddConstraint,ModifyColumn,SetNotNull
data_dependent.fk_on_existing Statement WARNING AddConstraint,ValidateConstraint
data_dependent.check_on_existing Statement WARNING AddConstraint,ValidateConstraint
data_dependent.pk_or_exclusion_on_existing Statement WARNING AddConstraint
data_dependent.partition_bound Statement WARNING postgres:AttachPartition,postgres:CreateTable
locks.index_not_concurrent Statement ERROR
locks.drop_index_not_concurrent Statement WARNING postgres:DropIndex
locks.reindex_not_concurrent Statement ERROR postgres:Reindex
locks.refresh_matview_blocking Statement WARNING postgres:RefreshView
locks.recursive_view_or_mv_rebuild Statement INFO postgres:CreateView
locks.add_column_volatile_default Statement ERROR postgres:AddColumn
locks.add_column_autonumber Statement ERROR postgres:AddColumn
locks.add_column_stored_generated Statement ERROR postgres:AddColumn
locks.add_column_constrained_domain Statement WARNING postgres:AddColumn
locks.add_column_inline_unique Statement ERROR postgres:AddColumn
locks.add_column_inline_check Statement WARNING postgres:AddColumn
locks.add_column_inline_fk Statement WARNING
locks.set_not_null Statement ERROR postgres:SetNotNull
locks.add_not_null_constraint Statement ERROR postgres:AddConstraint
locks.add_check_valid Statement ERROR postgres:AddConstraint
locks.add_fk_valid Statement ERROR postgres:AddConstraint
locks.add_unique_constraint Statement ERROR postgres:AddConstraint
locks.add_primary_key Statement ERROR postgres:AddConstraint
locks.pk_index_nullable Statement WARNING postgres:AddConstraint
locks.add_exclusion Statement ERROR postgres:AddConstraint
locks.alter_type_rewrite Statement ERROR postgres:AlterColumnType
locks.alter_type_reindex Statement WARNING postgres:AlterColumnType
locks.alter_type_with_check Statement WARNING postgres:AlterColumnType
locks.alter_domain_constraint Statement WARNING postgres:AlterDomain
locks.table_rewrite_option Statement WARNING postgres:SetTableOption
locks.vacuum_full_cluster Statement ERROR postgres:Cluster,postgres:Vacuum
locks.attach_partition_unproven Statement WARNING postgres:AttachPartition
locks.detach_partition Statement WARNING
locks.create_partition_of Statement WARNING postgres:CreateTable
locks.fk_drop_locks_parent Statement WARNING postgres:*
locks.create_table_fk_locks_parent Statement INFO
locks.trigger_ddl Statement INFO
locks.explicit_lock_table Statement WARNING
locks.missing_lock_timeout ChangeSet WARNING statements,undo
locks.missing_statement_timeout ChangeSet WARNING
locks.bad_timeout ChangeSet WARNING
locks.wide_lock_window ChangeSet WARNING statements,undo
locks.statement_after_ael ChangeSet WARNING statements,undo
locks.merge_alter_table ChangeSet INFO
locks.validate_same_tx Statement ERROR postgres:ValidateConstraint
locks.validate_under_lock Statement WARNING
locks.backfill_in_migration Statement WARNING
locks.ctas_or_insert_select_big Statement INFO
locks.cic_data_corruption Statement ERROR postgres:CreateIndex,postgres:Reindex
mysql.alter_copies_table Statement ERROR
mysql.varchar_byte_class Statement ERROR mariadb:ModifyColumn,mysql:ModifyColumn
mysql.enum_set_not_append Statement WARNING mariadb:ModifyColumn,mysql:ModifyColumn
mysql.convert_charset Statement ERROR mariadb:ModifyColumn,mariadb:SetTableOption,mysql:ModifyColumn,mysql:SetTableOption
mysql.add_fk_copy Statement ERROR mariadb:AddColumn,mariadb:AddConstraint,mysql:*
mysql.add_check_copy Statement WARNING mariadb:AddColumn,mariadb:AddConstraint,mariadb:AlterConstraint,mysql:AddColumn,mysql:AddConstraint,mysql:AlterConstraint
mysql.add_fulltext_spatial Statement WARNING mariadb:CreateIndex,mysql:CreateIndex
mysql.add_autoinc_column Statement ERROR mariadb:AddColumn,mysql:AddColumn
mysql.add_stored_generated Statement ERROR mariadb:AddColumn,mysql:AddColumn
mysql.expression_default Statement WARNING mariadb:AddColumn,mysql:AddColumn
mysql.drop_pk Statement ERROR mariadb:AddColumn,mariadb:AddConstraint,mariadb:DropColumn,mariadb:DropConstraint,mysql:AddColumn,mysql:AddConstraint,mysql:DropColumn,mysql:DropConstraint
mysql.column_position Statement WARNING mariadb:AddColumn,mariadb:ModifyColumn,mysql:AddColumn,mysql:ModifyColumn
mysql.rebuild_command Statement WARNING mariadb:SetTableOption,mariadb:Vacuum,mysql:SetTableOption,mysql:Vacuum
mysql.require_algorithm_lock Statement WARNING
mysql.blocking_option Statement ERROR mariadb:SetAlgorithm,mysql:SetAlgorithm
mysql.instant_with_lock Statement ERROR mysql:SetAlgorithm
mysql.missing_lock_wait_timeout ChangeSet WARNING statements,undo
mysql.non_strict_mode Statement WARNING
mysql.foreign_key_checks_off ChangeSet WARNING statements,undo
mysql.inline_references_ignored Statement ERROR mysql:*
mysql.implicit_default Statement WARNING mariadb:AddColumn,mysql:AddColumn
mysql.zero_date Statement WARNING mariadb:AddColumn,mariadb:CreateTable,mariadb:ModifyColumn,mariadb:SetDefault,mysql:AddColumn,mysql:CreateTable,mysql:ModifyColumn,mysql:SetDefault
mysql.sbr_unsafe Statement INFO mariadb:Delete,mariadb:Insert,mariadb:Update,mysql:Delete,mysql:Insert,mysql:Update
mysql.set_global Statement ERROR mariadb:Other,mariadb:SetVariable,mysql:Other,mysql:SetVariable
mysql.engine Statement WARNING
mysql.charset_collation Statement WARNING
mysql.autoinc_policy Statement WARNING
mysql.display_width Statement WARNING mariadb:AddColumn,mariadb:CreateTable,mariadb:ModifyColumn,mysql:AddColumn,mysql:CreateTable,mysql:ModifyColumn
mysql.compression Statement WARNING
mysql.pk_type Statement WARNING
sqlite.unsupported_alter Statement ERROR sqlite:AddColumn
sqlite.drop_column_dependent Statement ERROR sqlite:DropColumn
sqlite.rebuild_fk_pragma Statement ERROR sqlite:SetVariable
sqlite.rebuild_null_to_notnull Statement WARNING sqlite:Insert
tsql_oracle.index_not_online Statement WARNING
tsql_oracle.alter_column_size_of_data Statement WARNING tsql:AlterColumnType,tsql:SetNotNull
tsql_oracle.add_notnull_default Statement WARNING
tsql_oracle.constraint_untrusted ChangeSet WARNING statements
tsql_oracle.xact_abort Statement WARNING
tsql_oracle.set_options Statement WARNING
tsql_oracle.constraint_validate Statement WARNING oracle:AddConstraint
tsql_oracle.drop_column_online Statement WARNING oracle:DropColumn
tsql_oracle.ddl_autocommit ChangeSet WARNING statements,undo
tsql_oracle.missing_ddl_lock_timeout ChangeSet INFO statements,undo
tsql_oracle.partition_ddl_indexes Statement WARNING oracle:AlterPartition
tsql_oracle.batch_rules ChangeSet ERROR rollback,script,statements,undo
tsql_oracle.missing_slash ChangeSet ERROR statements,undo
breaking.rename_table Statement ERROR RenameTable
breaking.rename_column Statement ERROR RenameColumn
breaking.rename_schema Statement ERROR RenameObject
breaking.rename_object Statement WARNING RenameObject
breaking.rename_table_part Statement INFO RenameObject
breaking.rename_enum_value Statement WARNING RenameEnumValue
breaking.set_schema Statement ERROR SetSchema
breaking.drop_view Statement WARNING DropView
breaking.drop_function Statement WARNING DropObject
breaking.drop_type Statement WARNING DropObject
breaking.drop_not_null Statement WARNING DropNotNull,ModifyColumn
breaking.drop_default Statement WARNING DropDefault,ModifyColumn
breaking.required_column Statement ERROR AddColumn
breaking.function_signature Statement WARNING postgres:CreateFunction
breaking.view_columns Statement WARNING CreateView
breaking.type_change_clients Statement INFO AlterColumnType,ModifyColumn
breaking.composite_attribute Statement WARNING AlterAttribute
breaking.json_column Statement WARNING postgres:AddColumn,postgres:AlterColumnType,postgres:CreateTable
breaking.identity_generated_change Statement WARNING SetIdentity
breaking.rls_change Statement WARNING AlterObject,CreateObject,DropObject,SetTableOption
breaking.insert_without_columns Statement WARNING Insert
breaking.select_star Statement INFO CreateTable,CreateView,Insert
breaking.new_write_restriction Statement INFO AddConstraint,CreateIndex,CreateTrigger,SetNotNull
breaking.revoke Statement INFO Revoke
breaking.extension_update Statement INFO AlterObject
breaking.replication_shape Statement INFO AlterObject,DetachPartition,DropObject,SetTableOption
breaking.set_default_change Statement INFO SetDefault
breaking.add_column_shape Statement INFO AddColumn
breaking.enum_add_value_consumers Statement INFO AddEnumValue,ModifyColumn
breaking.sti_inheritance_column Statement WARNING
constraints.no_primary_key ChangeSet WARNING
constraints.drop_primary_key Statement ERROR DropConstraint
constraints.short_pk Statement WARNING
constraints.fk_parent_not_unique Statement ERROR AddColumn,AddConstraint,CreateTable
constraints.fk_type_mismatch ChangeSet WARNING statements
constraints.fk_without_index ChangeSet WARNING
constraints.multiple_fks ChangeSet WARNING statements
constraints.drop_constraint Statement WARNING DropConstraint
constraints.unnamed_constraint Statement INFO
constraints.constraint_left_not_valid ChangeSet INFO statements
constraints.using_index_ineligible Statement ERROR postgres:AddConstraint
constraints.index_dup_column Statement ERROR AddColumn,AddConstraint,CreateIndex,CreateTable
constraints.duplicate_index Statement WARNING CreateIndex
constraints.replace_index_order ChangeSet WARNING statements
constraints.drop_index_backing_fk_or_unique Statement WARNING DropIndex
constraints.index_on_lob Statement WARNING CreateIndex
constraints.hash_index Statement WARNING CreateIndex
constraints.wide_index Statement WARNING
constraints.too_many_indexes Statement WARNING
constraints.index_in_own_script ChangeSet WARNING statements
constraints.fk_forbidden Statement WARNING AddColumn,AddConstraint,CreateTable
constraints.partition_policy Statement WARNING AlterPartition,AttachPartition,CreateTable
constraints.trigger_policy Statement WARNING CreateTrigger
constraints.column_alignment Statement INFO
transactions.concurrent_in_transaction Statement ERROR CreateIndex,DetachPartition,DropIndex,Reindex
transactions.not_in_transaction Statement ERROR postgres:*,sqlite:*,tsql:*
transactions.nested_begin Statement ERROR Begin
transactions.stray_commit Statement ERROR Commit,Rollback
transactions.uncommitted Statement ERROR Begin
transactions.mixed_tx_modes ChangeSet ERROR attributes,transaction
transactions.notx_multi_statement ChangeSet WARNING transaction
transactions.run_in_transaction_attr ChangeSet INFO transaction
transactions.ddl_dml_mix ChangeSet WARNING statements,transaction,undo
transactions.multi_ddl_nontransactional ChangeSet WARNING statements,undo
transactions.implicit_commit Statement WARNING mariadb:*,mysql:*,oracle:*
transactions.enum_value_used_same_tx Statement ERROR postgres:*
transactions.set_local_outside_tx Statement WARNING RunBlock,postgres:SetVariable
transactions.session_state_leak Statement WARNING SetVariable
transactions.set_role_first ChangeSet WARNING
transactions.size_limits ChangeSet WARNING
robustness.client_meta_command Statement ERROR error
robustness.conflict_marker Statement ERROR error
robustness.unresolved_placeholder Statement WARNING error
robustness.empty_migration ChangeSet WARNING code,dbms,flaw,script
robustness.missing_terminator ChangeSet WARNING statements,undo
robustness.leftover ChangeSet WARNING rollback,script
robustness.file_encoding ChangeSet WARNING rollback,script
robustness.missing_guard Statement WARNING
robustness.cic_if_not_exists_masks_invalid Statement WARNING postgres:CreateIndex
robustness.drop_create_loses_grants Statement WARNING
robustness.environment_literal Statement WARNING
robustness.use_database Statement WARNING mariadb:*,mysql:*,tsql:Other
robustness.opaque_sql Statement INFO RunBlock
robustness.guard_masks_drift ChangeSet WARNING
robustness.unqualified_name Statement WARNING
robustness.nondeterministic_seed Statement WARNING Insert
robustness.comment_only_edit ChangelogDiff INFO edited
security.password_literal Statement ERROR AddColumn,AlterObject,CreateObject,CreateTable,Insert,SetDefault,Update
security.grant_public Statement ERROR
security.grant_all Statement WARNING Grant
security.grant_option Statement WARNING Grant
security.powerful_role Statement ERROR
security.role_ddl Statement WARNING
security.instance_ddl Statement WARNING
security.definer_no_search_path Statement ERROR postgres:AlterObject,postgres:CreateFunction
security.function_execute_public Statement WARNING postgres:CreateFunction
security.definer_view Statement WARNING
security.definer_user Statement WARNING
security.rls_off Statement WARNING
security.policy_without_rls Statement WARNING postgres:CreateObject
security.policy_always_true Statement WARNING
security.os_or_network_access Statement ERROR
security.forbidden_call Statement WARNING
security.system_catalog Statement ERROR
security.extension_or_language Statement WARNING
security.server_config Statement WARNING AlterObject,oracle:SetVariable,postgres:SetVariable,sqlite:SetVariable,tsql:SetVariable
security.dynamic_sql_injection Statement WARNING RunBlock
security.default_privileges Statement INFO
security.owner_change Statement INFO
security.any_grant_revoke ChangeSet WARNING
security.sensitive_column Statement WARNING
names.reserved_word Statement WARNING
names.mixed_case_quoted Statement WARNING
names.timestamp_without_tz Statement WARNING postgres:*
names.char_type Statement WARNING
names.serial_type Statement WARNING
names.float_money Statement WARNING
names.money_type Statement WARNING postgres:*
names.enum_order Statement INFO AddEnumValue
names.domain_constraint Statement INFO CreateDomain
names.naming_convention Statement WARNING
names.name_length Statement WARNING
names.varchar_n Statement WARNING
names.int_column Statement WARNING
names.smallint_column Statement WARNING
names.enum_type Statement WARNING
names.time_types Statement WARNING
names.disallowed_types Statement WARNING
names.disallowed_objects Statement WARNING
names.required_columns Statement WARNING
names.nullable_column Statement WARNING
names.default_required Statement WARNING
names.comment_required ChangeSet WARNING
names.column_count Statement WARNING
names.file_name ChangeSet WARNING
style.sqlfluff ChangeSet WARNING remarks
reversibility.missing_rollback ChangeSet WARNING
reversibility.irreversible_unmarked ChangeSet WARNING
reversibility.lossy_down ChangeSet ERROR statements
reversibility.down_does_not_mirror ChangeSet WARNING schemas
reversibility.one_change_per_changeset ChangeSet WARNING
reversibility.changeset_metadata ChangeSet WARNING
reversibility.forbidden_change_type Statement WARNING
reversibility.protected_table Statement ERROR
allowances.unused_allowance Allowance WARNING
allowances.expired_allowance Allowance ERROR expired
allowances.incomplete_allowance Allowance ERROR flaw
changelog.change_removed ChangelogDiff ERROR
changelog.change_modified ChangelogDiff ERROR edited
changelog.change_renamed ChangelogDiff ERROR renamed
changelog.lineage_changed ChangelogDiff ERROR relined
changelog.duplicate_id ChangelogDiff ERROR
changelog.out_of_order ChangelogDiff ERROR above,added,takes_late
changelog.not_a_regular_file ChangelogDiff ERROR strays
changelog.stray_file ChangelogDiff WARNING strays
changelog.unreadable_change ChangeSet ERROR flaw
changelog.branch_collision ChangelogDiff WARNING rivals,unseen
changelog.case_collision ChangelogDiff ERROR
changelog.merge_driver ChangelogDiff ERROR drivers
changelog.line_ends_unpinned ChangelogDiff WARNING loose
changelog.integrity_file_stale ChangelogDiff ERROR format,strays
changelog.multiple_heads ChangelogDiff ERROR
changelog.missing_parent ChangelogDiff ERROR
changelog.circular_parents ChangelogDiff ERROR added,changed
changelog.inserted_below ChangelogDiff ERROR added
changelog.rollback_edited ChangelogDiff WARNING undone
changelog.rollback_removed ChangelogDiff WARNING undone
environments.unknown_context ChangeSet ERROR reach
environments.never_runs ChangeSet ERROR reach
environments.context_left_out ChangeSet WARNING reach
environments.negated_context ChangeSet WARNING reach
environments.undefined_property ChangeSet ERROR reach
environments.undefined_placeholder ChangeSet ERROR
environments.dev_only_change ChangeSet INFO
environments.sample_data ChangeSet WARNING contexts,labels,statements
liquibase.liquibase_header_missing ChangeSet ERROR traps
liquibase.liquibase_text_outside_changeset ChangeSet ERROR traps
liquibase.liquibase_empty_last_changeset ChangeSet ERROR traps
liquibase.liquibase_unknown_attribute ChangeSet ERROR traps
liquibase.liquibase_boolean_value ChangeSet ERROR traps
liquibase.liquibase_value_cut ChangeSet ERROR traps
liquibase.liquibase_unreadable_context ChangeSet ERROR traps
liquibase.liquibase_unknown_dbms ChangeSet ERROR traps
liquibase.liquibase_repeated_attribute ChangeSet WARNING traps
liquibase.liquibase_unread_rollback ChangeSet ERROR traps
liquibase.liquibase_split_statements_leak ChangeSet ERROR traps
liquibase.liquibase_unclosed_ignore ChangeSet ERROR traps
liquibase.liquibase_joined_rollback ChangeSet ERROR traps
liquibase.liquibase_directive_in_comment ChangeSet ERROR traps
liquibase.liquibase_context_without_at ChangeSet WARNING traps
liquibase.liquibase_property_redefined ChangeSet WARNING traps
liquibase.liquibase_licensed_directive ChangeSet ERROR traps
liquibase.liquibase_case_duplicate ChangelogDiff ERROR added
liquibase.liquibase_text_order ChangelogDiff WARNING added
promotion.branch_deleted RefUpdate ERROR environment
promotion.non_fast_forward RefUpdate ERROR environment
promotion.not_a_commit RefUpdate ERROR environment
promotion.unrelated_history RefUpdate ERROR environment,old,source
promotion.source_missing RefUpdate ERROR environment
promotion.checksum_mismatch RefUpdate ERROR promotions
promotion.not_in_source RefUpdate ERROR
promotion.skips_environment RefUpdate ERROR
promotion.same_push_source RefUpdate ERROR
promotion.back_merge_required RefUpdate ERROR promotions
promotion.gap RefUpdate ERROR promotions
promotion.phantom_promotion RefUpdate ERROR ancestry,promotions
promotion.evil_merge RefUpdate ERROR ancestry
promotion.first_parent RefUpdate ERROR ancestry
promotion.break_glass_incomplete RefUpdate ERROR environment
promotion.policy_weakened RefUpdate WARNING environment
"""
