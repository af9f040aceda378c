// @small
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Objects;

// A proxy for a package-private or exported interface lives in a module made at run time; its package has no location.
public class PackagesOfProxies {
  public static void main(String[] args) {
    Object proxy = Proxy.newProxyInstance(null, new Class<?>[] {Runnable.class}, (self, method, arguments) -> null);
    ((Runnable) proxy).run();
    System.out.println(Arrays.stream(Package.getPackages()).allMatch(Objects::nonNull));
    System.out.println(proxy.getClass().getPackage() != null);
  }
}
