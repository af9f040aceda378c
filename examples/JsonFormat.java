// Formats JSON from a file or from standard input, and says where it is wrong.
//
//   vm JsonFormat.java data.json
//   echo '{"a":[1,2,{"b":null}]}' | vm JsonFormat.java --compact
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

public class JsonFormat {
    sealed interface Value permits Text, Literal, Items, Fields {
    }

    record Text(String value) implements Value {
    }

    /** A number, true, false or null, kept as it was written. */
    record Literal(String source) implements Value {
    }

    record Items(List<Value> list) implements Value {
    }

    record Fields(Map<String, Value> map) implements Value {
    }

    static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        Value document() {
            Value v = value();
            space();
            if (at < text.length()) {
                throw wrong("nothing more");
            }
            return v;
        }

        private IllegalArgumentException wrong(String expected) {
            long line = text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
            int column = at - text.lastIndexOf('\n', at - 1);
            String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
            return new IllegalArgumentException("line " + line + ", column " + column + ": expected " + expected + ", found " + found);
        }

        private void space() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private boolean accept(char c) {
            space();
            if (at < text.length() && text.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }

        private void expect(char c) {
            if (!accept(c)) {
                throw wrong("'" + c + "'");
            }
        }

        private Value value() {
            if (accept('{')) {
                Map<String, Value> map = new LinkedHashMap<>();
                if (!accept('}')) {
                    do {
                        space();
                        String key = string();
                        expect(':');
                        map.put(key, value());
                    } while (accept(','));
                    expect('}');
                }
                return new Fields(map);
            }
            if (accept('[')) {
                List<Value> list = new ArrayList<>();
                if (!accept(']')) {
                    do {
                        list.add(value());
                    } while (accept(','));
                    expect(']');
                }
                return new Items(list);
            }
            if (at < text.length() && text.charAt(at) == '"') {
                return new Text(string());
            }
            int start = at;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || "+-.".indexOf(text.charAt(at)) >= 0)) {
                at++;
            }
            String word = text.substring(start, at);
            if (!word.matches("true|false|null|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][-+]?\\d+)?")) {
                at = start;
                throw wrong("a value");
            }
            return new Literal(word);
        }

        /** The text between two quotes, escapes left as they are. */
        private String string() {
            if (at >= text.length() || text.charAt(at) != '"') {
                throw wrong("a string");
            }
            int start = ++at;
            while (at < text.length() && text.charAt(at) != '"') {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            if (at >= text.length()) {
                at = text.length();
                throw wrong("'\"'");
            }
            return text.substring(start, at++);
        }
    }

    static void print(Value v, String indent, boolean compact, StringBuilder out) {
        String inner = compact ? "" : indent + "  ";
        String newline = compact ? "" : "\n";
        if (v instanceof Text t) {
            out.append('"').append(t.value()).append('"');
        } else if (v instanceof Literal l) {
            out.append(l.source());
        } else if (v instanceof Items i) {
            String before = "[" + newline;
            for (Value item : i.list()) {
                out.append(before).append(inner);
                print(item, inner, compact, out);
                before = "," + newline;
            }
            out.append(i.list().isEmpty() ? "[]" : newline + (compact ? "" : indent) + "]");
        } else if (v instanceof Fields f) {
            String before = "{" + newline;
            for (Map.Entry<String, Value> e : f.map().entrySet()) {
                out.append(before).append(inner).append('"').append(e.getKey()).append(compact ? "\":" : "\": ");
                print(e.getValue(), inner, compact, out);
                before = "," + newline;
            }
            out.append(f.map().isEmpty() ? "{}" : newline + (compact ? "" : indent) + "}");
        }
    }

    public static void main(String[] args) throws IOException {
        boolean compact = false;
        String text = null;
        for (String a : args) {
            if (a.equals("--compact")) {
                compact = true;
            } else {
                text = Files.readString(Path.of(a));
            }
        }
        if (text == null) {
            text = new String(System.in.readAllBytes());
        }
        try {
            StringBuilder out = new StringBuilder();
            print(new Reader(text).document(), "", compact, out);
            System.out.println(out);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
