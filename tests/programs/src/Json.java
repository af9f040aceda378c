import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

public class Json {
    static class ParseError extends RuntimeException {
        ParseError(String m, int at) {
            super(m + " at " + at);
        }
    }

    static class Parser {
        final String s;
        int i;

        Parser(String s) {
            this.s = s;
        }

        Object parse() {
            Object v = value();
            skip();
            if (i < s.length()) {
                throw new ParseError("trailing text", i);
            }
            return v;
        }

        void skip() {
            while (i < s.length() && Character.isWhitespace(s.charAt(i))) {
                i++;
            }
        }

        char next() {
            if (i >= s.length()) {
                throw new ParseError("unexpected end", i);
            }
            return s.charAt(i++);
        }

        void expect(String word) {
            for (char c : word.toCharArray()) {
                if (next() != c) {
                    throw new ParseError("expected " + word, i - 1);
                }
            }
        }

        Object value() {
            skip();
            char c = next();
            switch (c) {
                case '{': {
                    Map<String, Object> m = new LinkedHashMap<>();
                    skip();
                    if (peek('}')) {
                        return m;
                    }
                    do {
                        skip();
                        expect("\"");
                        String k = string();
                        skip();
                        expect(":");
                        m.put(k, value());
                        skip();
                    } while (peek(','));
                    expect("}");
                    return m;
                }
                case '[': {
                    List<Object> l = new ArrayList<>();
                    skip();
                    if (peek(']')) {
                        return l;
                    }
                    do {
                        l.add(value());
                        skip();
                    } while (peek(','));
                    expect("]");
                    return l;
                }
                case '"':
                    return string();
                case 't':
                    expect("rue");
                    return true;
                case 'f':
                    expect("alse");
                    return false;
                case 'n':
                    expect("ull");
                    return null;
                default:
                    i--;
                    return number();
            }
        }

        boolean peek(char c) {
            if (i < s.length() && s.charAt(i) == c) {
                i++;
                return true;
            }
            return false;
        }

        String string() {
            StringBuilder b = new StringBuilder();
            for (char c = next(); c != '"'; c = next()) {
                if (c == '\\') {
                    c = next();
                    switch (c) {
                        case 'n' -> b.append('\n');
                        case 't' -> b.append('\t');
                        case 'u' -> {
                            b.append((char) Integer.parseInt(s.substring(i, i + 4), 16));
                            i += 4;
                        }
                        default -> b.append(c);
                    }
                } else {
                    b.append(c);
                }
            }
            return b.toString();
        }

        Number number() {
            int start = i;
            while (i < s.length() && "+-.eE0123456789".indexOf(s.charAt(i)) >= 0) {
                i++;
            }
            String n = s.substring(start, i);
            try {
                if (n.matches("-?\\d+")) {
                    return Long.valueOf(n);
                }
                return Double.valueOf(n);
            } catch (NumberFormatException e) {
                throw new ParseError("bad number '" + n + "'", start);
            }
        }
    }

    static void write(Object o, String indent, StringBuilder out) {
        if (o instanceof Map<?, ?> m) {
            out.append("{");
            String sep = "\n";
            for (Map.Entry<?, ?> e : m.entrySet()) {
                out.append(sep).append(indent).append("  \"").append(e.getKey()).append("\": ");
                write(e.getValue(), indent + "  ", out);
                sep = ",\n";
            }
            out.append(m.isEmpty() ? "}" : "\n" + indent + "}");
        } else if (o instanceof List<?> l) {
            out.append("[");
            for (int i = 0; i < l.size(); i++) {
                out.append(i == 0 ? "" : ", ");
                write(l.get(i), indent, out);
            }
            out.append("]");
        } else if (o instanceof String s) {
            out.append('"');
            for (char c : s.toCharArray()) {
                if (c < ' ' || c > '~') {
                    out.append(String.format("\\u%04x", (int) c));
                } else {
                    out.append(c == '"' || c == '\\' ? "\\" + c : String.valueOf(c));
                }
            }
            out.append('"');
        } else {
            out.append(o);
        }
    }

    public static void main(String[] args) {
        String text = """
            {"name": "kiln \\u00e9 \\"x\\"", "list": [1, -2.5e3, true, null, [], {}, [[3]]],
             "nested": {"a": {"b": {"c": "deep\\n"}}, "z": false}, "big": 9007199254740993}
            """;
        Object parsed = new Parser(text).parse();
        StringBuilder out = new StringBuilder();
        write(parsed, "", out);
        System.out.println(out);
        System.out.println(new Parser(out.toString()).parse().equals(parsed));
        for (String bad : new String[] {"", "{", "[1,]", "{\"a\" 1}", "tru", "1.2.3", "[1] x", "\"open"}) {
            try {
                System.out.println(new Parser(bad).parse());
            } catch (ParseError e) {
                System.out.println(e.getMessage());
            }
        }
        StringBuilder big = new StringBuilder("[");
        for (int i = 0; i < 500; i++) {
            big.append(i == 0 ? "" : ",").append("{\"id\":").append(i).append(",\"v\":\"s").append(i).append("\"}");
        }
        List<?> list = (List<?>) new Parser(big.append("]").toString()).parse();
        long sum = 0;
        for (Object o : list) {
            sum += (Long) ((Map<?, ?>) o).get("id");
        }
        System.out.println(list.size() + " " + sum);
    }
}
