import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

public class Proxies {
    interface Service {
        String greet(String name);

        int add(int a, long b, double c);

        default String extra() {
            return "default " + greet("x");
        }

        void nothing() throws java.io.IOException;
    }

    interface Other {
        boolean ok();
    }

    public static void main(String[] args) throws Exception {
        List<String> log = new ArrayList<>();
        InvocationHandler h = (proxy, method, a) -> {
            log.add(method.getName() + (a == null ? 0 : a.length));
            switch (method.getName()) {
                case "greet":
                    return "hello " + a[0];
                case "add":
                    return (int) a[0] + (int) (long) (Long) a[1] + (int) (double) (Double) a[2];
                case "ok":
                    return true;
                case "extra":
                    return InvocationHandler.invokeDefault(proxy, method);
                case "nothing":
                    throw new Exception("undeclared");
                case "hashCode":
                    return 17;
                case "equals":
                    return proxy == a[0];
                default:
                    return "proxy of " + method.getDeclaringClass().getSimpleName();
            }
        };
        Object p = Proxy.newProxyInstance(Proxies.class.getClassLoader(), new Class<?>[] {Service.class, Other.class}, h);
        Service s = (Service) p;
        System.out.println(s.greet("bob") + " " + s.add(1, 2L, 3.9) + " " + ((Other) p).ok() + " " + s.extra());
        System.out.println(p.hashCode() + " " + p.equals(p) + " " + p.equals("x") + " " + p);
        try {
            s.nothing();
        } catch (UndeclaredThrowableException e) {
            System.out.println(e.getCause().getMessage());
        }
        System.out.println(Proxy.isProxyClass(p.getClass()) + " " + (Proxy.getInvocationHandler(p) == h) + " " + log);
        InvocationHandler wrong = (proxy, method, a) -> "not an int";
        Service bad = (Service) Proxy.newProxyInstance(Proxies.class.getClassLoader(), new Class<?>[] {Service.class}, wrong);
        try {
            bad.add(1, 2, 3);
        } catch (ClassCastException e) {
            System.out.println("CCE");
        }
        Service nulls = (Service) Proxy.newProxyInstance(Proxies.class.getClassLoader(), new Class<?>[] {Service.class}, (x, m, a) -> null);
        System.out.println(nulls.greet("q"));
        try {
            nulls.add(1, 2, 3);
        } catch (NullPointerException e) {
            System.out.println("NPE");
        }
        @SuppressWarnings("unchecked")
        Map<String, Integer> map = (Map<String, Integer>) Proxy.newProxyInstance(Proxies.class.getClassLoader(), new Class<?>[] {Map.class},
            (x, m, a) -> m.getName().equals("get") ? ((String) a[0]).length() : m.getName().equals("size") ? 3 : null);
        System.out.println(map.get("four") + map.size());
        Method same = Service.class.getMethod("greet", String.class);
        System.out.println(same.invoke(p, "reflected"));
    }
}
