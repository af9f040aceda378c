import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** A small language: lexer, parser, compiler to stack code, interpreter. */
public class TinyLang {
    enum Op { PUSH, LOAD, STORE, ADD, SUB, MUL, DIV, MOD, LT, EQ, JUMP, JZ, CALL, RET, PRINT, HALT, NOT }

    record Ins(Op op, long arg) {
    }

    static class Function {
        final String name;
        int entry;
        final List<String> params = new ArrayList<>();

        Function(String n) {
            name = n;
        }
    }

    final List<String> tokens = new ArrayList<>();
    int at;
    final List<Ins> code = new ArrayList<>();
    final Map<String, Function> functions = new HashMap<>();
    final List<Function> table = new ArrayList<>();
    Map<String, Integer> locals;

    TinyLang(String source) {
        java.util.regex.Matcher m = java.util.regex.Pattern.compile("\\d+|\\w+|==|[-+*/%<!=(){};,]").matcher(source);
        while (m.find()) {
            tokens.add(m.group());
        }
    }

    String peek() {
        return at < tokens.size() ? tokens.get(at) : "<end>";
    }

    boolean accept(String t) {
        if (peek().equals(t)) {
            at++;
            return true;
        }
        return false;
    }

    void expect(String t) {
        if (!accept(t)) {
            throw new IllegalStateException("expected " + t + ", found " + peek());
        }
    }

    void emit(Op op, long arg) {
        code.add(new Ins(op, arg));
    }

    Function function(String name) {
        return functions.computeIfAbsent(name, n -> {
            Function f = new Function(n);
            table.add(f);
            return f;
        });
    }

    void program() {
        emit(Op.CALL, table.indexOf(function("main")));
        emit(Op.HALT, 0);
        while (at < tokens.size()) {
            expect("fun");
            Function f = function(tokens.get(at++));
            f.entry = code.size();
            locals = new HashMap<>();
            expect("(");
            while (!accept(")")) {
                String p = tokens.get(at++);
                f.params.add(p);
                locals.put(p, locals.size());
                accept(",");
            }
            block();
            emit(Op.PUSH, 0);
            emit(Op.RET, 0);
        }
    }

    void block() {
        expect("{");
        while (!accept("}")) {
            statement();
        }
    }

    void statement() {
        if (accept("if")) {
            expression();
            int jump = code.size();
            emit(Op.JZ, 0);
            block();
            if (accept("else")) {
                int end = code.size();
                emit(Op.JUMP, 0);
                code.set(jump, new Ins(Op.JZ, code.size()));
                block();
                code.set(end, new Ins(Op.JUMP, code.size()));
            } else {
                code.set(jump, new Ins(Op.JZ, code.size()));
            }
        } else if (accept("while")) {
            int top = code.size();
            expression();
            int jump = code.size();
            emit(Op.JZ, 0);
            block();
            emit(Op.JUMP, top);
            code.set(jump, new Ins(Op.JZ, code.size()));
        } else if (accept("return")) {
            expression();
            expect(";");
            emit(Op.RET, 0);
        } else if (accept("print")) {
            expression();
            expect(";");
            emit(Op.PRINT, 0);
        } else {
            String name = tokens.get(at++);
            expect("=");
            expression();
            expect(";");
            emit(Op.STORE, locals.computeIfAbsent(name, n -> locals.size()));
        }
    }

    void expression() {
        sum();
        while (true) {
            Op op = accept("<") ? Op.LT : accept("==") ? Op.EQ : null;
            if (op == null) {
                return;
            }
            sum();
            emit(op, 0);
        }
    }

    void sum() {
        term();
        while (true) {
            Op op = accept("+") ? Op.ADD : accept("-") ? Op.SUB : null;
            if (op == null) {
                return;
            }
            term();
            emit(op, 0);
        }
    }

    void term() {
        factor();
        while (true) {
            Op op = accept("*") ? Op.MUL : accept("/") ? Op.DIV : accept("%") ? Op.MOD : null;
            if (op == null) {
                return;
            }
            factor();
            emit(op, 0);
        }
    }

    void factor() {
        String t = tokens.get(at++);
        if (t.equals("(")) {
            expression();
            expect(")");
        } else if (t.equals("!")) {
            factor();
            emit(Op.NOT, 0);
        } else if (Character.isDigit(t.charAt(0))) {
            emit(Op.PUSH, Long.parseLong(t));
        } else if (accept("(")) {
            while (!accept(")")) {
                expression();
                accept(",");
            }
            emit(Op.CALL, table.indexOf(function(t)));
        } else {
            Integer slot = locals.get(t);
            if (slot == null) {
                throw new IllegalStateException("unknown variable " + t);
            }
            emit(Op.LOAD, slot);
        }
    }

    static final Map<Op, BinaryOperator<Long>> BINARY = Map.of(Op.ADD, Long::sum, Op.SUB, (a, b) -> a - b, Op.MUL, (a, b) -> a * b,
        Op.DIV, (a, b) -> a / b, Op.MOD, (a, b) -> a % b, Op.LT, (a, b) -> a < b ? 1L : 0, Op.EQ, (a, b) -> a.equals(b) ? 1L : 0);

    long run() {
        long[] stack = new long[10000];
        int sp = 0, fp = 0, pc = 0;
        long executed = 0;
        while (true) {
            Ins i = code.get(pc++);
            executed++;
            switch (i.op) {
                case PUSH -> stack[sp++] = i.arg;
                case LOAD -> stack[sp++] = stack[fp + (int) i.arg];
                case STORE -> stack[fp + (int) i.arg] = stack[--sp];
                case JUMP -> pc = (int) i.arg;
                case JZ -> pc = stack[--sp] == 0 ? (int) i.arg : pc;
                case NOT -> stack[sp - 1] = stack[sp - 1] == 0 ? 1 : 0;
                case PRINT -> System.out.println(stack[--sp]);
                case CALL -> {
                    Function f = table.get((int) i.arg);
                    int base = sp - f.params.size();
                    stack[base + 20] = pc;
                    stack[base + 21] = fp;
                    fp = base;
                    sp = base + 22;
                    pc = f.entry;
                }
                case RET -> {
                    long v = stack[--sp];
                    pc = (int) stack[fp + 20];
                    sp = fp;
                    fp = (int) stack[fp + 21];
                    stack[sp++] = v;
                }
                case HALT -> {
                    return executed;
                }
                default -> {
                    long b = stack[--sp];
                    long a = stack[--sp];
                    stack[sp++] = BINARY.get(i.op).apply(a, b);
                }
            }
        }
    }

    public static void main(String[] args) {
        String source = """
            fun fib(n) { if n < 2 { return n; } return fib(n - 1) + fib(n - 2); }
            fun gcd(a, b) { while !(b == 0) { t = a % b; a = b; b = t; } return a; }
            fun prime(n) { i = 2; while i * i < n + 1 { if n % i == 0 { return 0; } i = i + 1; } return 1; }
            fun main() {
              print fib(15);
              print gcd(1071, 462);
              n = 2; s = 0;
              while n < 100 { if prime(n) { s = s + n; } else { } n = n + 1; }
              print s;
              print 1 + 2 * 3 - 8 / (4 - 2);
            }
            """;
        TinyLang t = new TinyLang(source);
        t.program();
        System.out.println(t.code.size() + " instructions");
        System.out.println(t.run() + " executed");
        try {
            new TinyLang("fun main() { print x; }").program();
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
        try {
            TinyLang z = new TinyLang("fun main() { print 1 / 0; }");
            z.program();
            z.run();
        } catch (ArithmeticException e) {
            System.out.println(e.getMessage());
        }
    }
}
