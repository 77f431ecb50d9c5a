import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import liquibase.ChecksumVersion;
import liquibase.ContextExpression;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Labels;
import liquibase.Scope;
import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.integration.commandline.LiquibaseCommandLine;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.resource.ResourceAccessor;
import liquibase.sql.Sql;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import liquibase.statement.SqlStatement;

/**
 * Liquibase asked many times in one process: a start costs more than an answer.
 *
 * A question is a line of words with tabs between them: arguments of its command line, `parse
 * FOLDER FILE DATABASE`, `context EXPRESSION GIVEN` or `labels GIVEN EXPRESSION`. An answer is the
 * exit code, the length of what was printed, and that.
 */
public class RealLiquibase {
    public static void main(String[] unused) throws Exception {
        DataOutputStream answers = new DataOutputStream(System.out);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(said, true, StandardCharsets.UTF_8);
        System.setOut(printed);
        System.setErr(printed);
        Scanner questions = new Scanner(System.in, StandardCharsets.UTF_8);
        while (questions.hasNextLine()) {
            said.reset();
            int code = answer(questions.nextLine().split("\t", -1));
            printed.flush();
            byte[] text = said.toByteArray();
            answers.writeInt(code);
            answers.writeInt(text.length);
            answers.write(text);
            answers.flush();
        }
    }

    private static int answer(String[] words) {
        if (!List.of("parse", "context", "labels").contains(words[0])) {
            return new LiquibaseCommandLine().execute(words);
        }
        try {
            PrintStream out = System.out;
            if (words[0].equals("context")) {
                out.println(new ContextExpression(words[1]).matches(new Contexts(words[2])));
                return 0;
            }
            if (words[0].equals("labels")) {
                out.println(new LabelExpression(words[2]).matches(new Labels(words[1])));
                return 0;
            }
            List<String> found = parsed(words[1], words[2], words[3]);
            found.forEach(out::println);
            return 0;
        } catch (Throwable wrong) {
            Throwable cause = wrong;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            System.out.println(cause.getMessage());
            return 1;
        }
    }

    private static List<String> parsed(String folder, String file, String kind) throws Exception {
        ResourceAccessor files = new DirectoryResourceAccessor(new File(folder));
        Map<String, Object> values = new HashMap<>();
        values.put(Scope.Attr.resourceAccessor.name(), files);
        List<String> found = new ArrayList<>();
        Database database = Scope.child(values, () ->
            DatabaseFactory.getInstance().openDatabase("offline:" + kind, null, null, null, files));
        // A change for another database counts in no sum, and this tells which.
        values.put(Scope.Attr.database.name(), database);
        Scope.child(values, () -> {
            ChangeLogParameters parameters = new ChangeLogParameters(database);
            for (ChangeSet each : ChangeLogParserFactory.getInstance()
                    .getParser(file, files).parse(file, parameters, files).getChangeSets()) {
                found.add(told(each, database));
            }
        });
        return found;
    }

    private static String told(ChangeSet one, Database database) {
        // Before the statements: to make them changes some of what is summed.
        String nine = one.generateCheckSum(ChecksumVersion.V9).toString();
        one.clearCheckSum();
        String eight = one.generateCheckSum(ChecksumVersion.V8).toString();
        one.clearCheckSum();
        List<String> statements = new ArrayList<>();
        List<String> sql = new ArrayList<>();
        List<String> rendered = new ArrayList<>();
        for (Change change : one.getChanges()) {
            if (change instanceof AbstractSQLChange) {
                sql.add(text(((AbstractSQLChange) change).getSql()));
            }
            try {
                for (SqlStatement each : change.generateStatements(database)) {
                    statements.add(text(each.toString()));
                    for (Sql part : SqlGeneratorFactory.getInstance().generateSql(each, database)) {
                        rendered.add(text(part.toSql()));
                    }
                }
            } catch (RuntimeException wrong) {
                statements.add(text("ERROR " + wrong.getMessage()));
                rendered.add(text("ERROR"));
            }
        }
        List<String> back = new ArrayList<>();
        for (Change change : one.getRollback().getChanges()) {
            back.add(text(change instanceof AbstractSQLChange
                ? ((AbstractSQLChange) change).getSql() : change.getClass().getSimpleName()));
        }
        return "{\"id\": " + text(one.getId()) + ", \"author\": " + text(one.getAuthor())
            + ", \"path\": " + text(one.getFilePath())
            + ", \"sum\": " + text(nine)
            + ", \"eight\": " + text(eight)
            + ", \"context\": " + text(one.getContextFilter() == null
                ? "" : one.getContextFilter().getOriginalString())
            + ", \"labels\": " + text(one.getLabels() == null ? "" : one.getLabels().toString())
            + ", \"dbms\": " + text(String.join(",", one.getDbmsSet() == null
                ? new ArrayList<String>() : new java.util.TreeSet<String>(one.getDbmsSet())))
            + ", \"comments\": " + text(one.getComments())
            + ", \"run_on_change\": " + one.isRunOnChange()
            + ", \"always\": " + one.isAlwaysRun()
            + ", \"transaction\": " + one.isRunInTransaction()
            + ", \"fail\": " + one.getFailOnError()
            + ", \"ignore\": " + one.isIgnore()
            + ", \"preconditions\": " + (one.getPreconditions() != null)
            + ", \"valid\": " + text(one.getValidCheckSums().toString())
            + ", \"sql\": " + sql + ", \"statements\": " + statements
            + ", \"rendered\": " + rendered
            + ", \"rollback\": " + back + "}";
    }

    private static String text(String said) {
        if (said == null) {
            return "null";
        }
        StringBuilder found = new StringBuilder("\"");
        for (char each : said.toCharArray()) {
            found.append(each < 0x20 || each > 0x7e || each == '"' || each == '\\'
                ? String.format("\\u%04x", (int) each) : String.valueOf(each));
        }
        return found.append('"').toString();
    }
}
