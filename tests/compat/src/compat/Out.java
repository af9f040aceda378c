package compat;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.BaseStream;
import java.util.zip.CRC32;

/** Prints cases, one line each: `name: result`. What differs from run to run (hash codes, lambda numbers) is taken out. */
public final class Out {
    private static final int LONGEST = 400;
    private static final String DETAIL = System.getProperty("compat.detail", "");

    private Out() {
    }

    public interface Body {
        Object run() throws Throwable;
    }

    /** Text of a value: arrays and streams with their elements, strings escaped. */
    public static String text(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof CharSequence s) {
            return '"' + escape(scrub(s.toString())) + '"';
        }
        if (value instanceof Character c) {
            return "'" + escape(c.toString()) + "'";
        }
        if (value.getClass().isArray()) {
            List<String> parts = new ArrayList<>();
            int length = Array.getLength(value);
            for (int i = 0; i < Math.min(length, 200); i++) {
                parts.add(text(Array.get(value, i)));
            }
            return value.getClass().getComponentType().getSimpleName() + "[" + length + "]" + parts;
        }
        if (value instanceof BaseStream<?, ?> s) {
            return list(s.iterator());
        }
        if (value instanceof Iterator<?> i) {
            return list(i);
        }
        if (value instanceof Optional<?> o) {
            return o.isPresent() ? "Optional " + text(o.get()) : "empty";
        }
        if (value instanceof Throwable e) {
            return thrown(e);
        }
        return escape(scrub(String.valueOf(value)));
    }

    private static String list(Iterator<?> i) {
        List<String> parts = new ArrayList<>();
        while (i.hasNext() && parts.size() < 200) {
            parts.add(text(i.next()));
        }
        return "stream" + parts;
    }

    private static String scrub(String s) {
        return s.replaceAll("@[0-9a-f]{3,16}\\b", "@").replaceAll("\\$\\$Lambda\\$\\d+(/0x[0-9a-f]+)?", "\\$\\$Lambda").replaceAll("/0x[0-9a-f]{6,16}", "/0x").replaceAll("\\+0x[0-9a-f]{6,16}", "+0x")
            .replaceAll("\\$Proxy\\d+", "\\$Proxy");
    }

    private static String escape(String s) {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '\n') {
                b.append("\\n");
            } else if (c < ' ' || c > '~') {
                b.append(String.format("\\u%04x", (int) c));
            } else {
                b.append(c);
            }
        }
        return b.toString();
    }

    /** An exception with its message and causes. */
    public static String thrown(Throwable e) {
        if (e instanceof InvocationTargetException && e.getCause() != null) {
            return thrown(e.getCause());
        }
        String s = "!" + e.getClass().getName() + (e.getMessage() == null ? "" : " " + escape(scrub(e.getMessage())));
        return e.getCause() != null && e.getCause() != e ? s + " <- " + thrown(e.getCause()) : s;
    }

    /** One case. */
    public static void show(String name, Body body) {
        String result;
        try {
            result = text(body.run());
        } catch (Throwable e) {
            result = thrown(e);
        }
        line(name, result);
    }

    private static void line(String name, String result) {
        if (result.length() > LONGEST) {
            CRC32 crc = new CRC32();
            crc.update(result.getBytes());
            result = result.substring(0, LONGEST) + "... " + result.length() + " characters " + Long.toHexString(crc.getValue());
        }
        System.out.println(name + ": " + result);
    }

    /** One case made of many calls: how many, the first results, and a sum over all; all of them with -Dcompat.detail=NAME. */
    public static void many(String name, List<String> results) {
        if (name.equals(DETAIL)) {
            for (int i = 0; i < results.size(); i++) {
                System.out.println(name + "#" + i + ": " + results.get(i));
            }
        }
        CRC32 crc = new CRC32();
        StringBuilder first = new StringBuilder();
        for (String r : results) {
            crc.update(r.getBytes());
            crc.update('\n');
            if (first.length() < 100) {
                first.append(first.length() == 0 ? "" : " | ").append(r.length() > 60 ? r.substring(0, 60) + "..." : r);
            }
        }
        System.out.println(name + ": " + results.size() + " calls " + Long.toHexString(crc.getValue()) + " " + first);
    }
}
