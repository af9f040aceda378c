// @vm -Djava.security.manager=allow @exit 3
import java.security.*;
/** The access controller: privileged code, checked code, inherited contexts. */
public class SecurityManagers { public static void main(String[] a) throws Exception {
  System.out.println(AccessController.getContext() != null);
  System.out.println(AccessController.doPrivileged((PrivilegedAction<String>) () -> System.getProperty("java.version")));
  try { AccessController.doPrivileged((PrivilegedExceptionAction<String>) () -> { throw new java.io.IOException("x"); }); } catch (PrivilegedActionException e) { System.out.println(e.getCause()); }
  try { System.setSecurityManager(new SecurityManager()); } catch (Throwable t) { System.out.println(t); }
  try { System.out.println(System.getProperty("user.home") != null); } catch (SecurityException e) { System.out.println(e.getMessage()); }
  try { System.out.println(System.getProperty("java.version") != null); } catch (SecurityException e) { System.out.println(e.getMessage()); }
  try { new java.io.File("/etc/passwd").length(); System.out.println("ok"); } catch (SecurityException e) { System.out.println(e.getMessage()); }
  try { AccessController.doPrivileged((PrivilegedAction<Long>) () -> new java.io.File("/etc/passwd").length()); System.out.println("ok"); } catch (SecurityException e) { System.out.println(e.getMessage()); }
  try { AccessController.checkPermission(new java.util.PropertyPermission("java.version", "read")); System.out.println("ok"); } catch (SecurityException e) { System.out.println(e.getMessage()); }
  AccessControlContext none = new AccessControlContext(new ProtectionDomain[] { new ProtectionDomain(null, new Permissions()) });
  try { AccessController.doPrivileged((PrivilegedAction<String>) () -> System.getProperty("java.version"), none); System.out.println("ok"); } catch (SecurityException e) { System.out.println(e.getMessage()); }
  Thread t = new Thread(() -> { try { System.getProperty("user.home"); System.out.println("ok"); } catch (SecurityException e) { System.out.println("thread " + e.getMessage()); } }); t.start(); t.join();
  try { System.exit(3); } catch (SecurityException e) { System.out.println(e.getMessage()); }
}}
