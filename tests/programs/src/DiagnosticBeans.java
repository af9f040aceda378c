import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.TreeMap;
import javax.management.MBeanException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;

/** Diagnostic commands and flags through their management beans. */
public class DiagnosticBeans {
  static final List<String> COMMANDS = List.of("gcClassHistogram", "gcHeapDump", "gcHeapInfo", "gcRun", "gcRunFinalization", "help",
      "threadPrint", "vmCommandLine", "vmFlags", "vmSetFlag", "vmSystemProperties", "vmUptime", "vmVersion");

  public static void main(String[] args) throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("com.sun.management:type=DiagnosticCommand");
    TreeMap<String, MBeanOperationInfo> operations = new TreeMap<>();
    for (MBeanOperationInfo operation : server.getMBeanInfo(name).getOperations()) operations.put(operation.getName(), operation);
    for (String command : COMMANDS) {
      MBeanOperationInfo operation = operations.get(command);
      if (operation == null) {
        System.out.println("no " + command);
        continue;
      }
      System.out.println(operation.getReturnType() + " " + operation.getName() + ": " + operation.getDescription());
      for (MBeanParameterInfo parameter : operation.getSignature()) System.out.println("  " + parameter.getType());
      System.out.println(operation.getDescriptor());
    }
    String[] array = {String[].class.getName()};
    System.out.println(invoke(server, name, "help", new Object[] {new String[] {"VM.uptime"}}, array));
    System.out.println(invoke(server, name, "help", new Object[] {new String[] {"Nothing"}}, array));
    System.out.println(invoke(server, name, "vmSetFlag", new Object[] {new String[] {}}, array));
    System.out.println(invoke(server, name, "gcRun", new Object[0], new String[0]));
    String histogram = invoke(server, name, "gcClassHistogram", new Object[] {new String[] {"-all"}}, array);
    System.out.println(histogram.contains("java.lang.String (java.base@") + " " + histogram.contains("\nTotal "));
    String threads = invoke(server, name, "threadPrint", new Object[] {new String[] {"-l"}}, array);
    System.out.println(threads.contains("\tat DiagnosticBeans.main(DiagnosticBeans.java:"));
    System.out.println(invoke(server, name, "vmVersion", new Object[0], new String[0]).contains("\nJDK 17"));

    HotSpotDiagnosticMXBean bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    System.out.println(bean.getVMOption("HeapDumpOnOutOfMemoryError"));
    bean.setVMOption("HeapDumpOnOutOfMemoryError", "true");
    System.out.println(bean.getVMOption("HeapDumpOnOutOfMemoryError").getValue());
    bean.setVMOption("HeapDumpPath", "somewhere/else");
    System.out.println(bean.getVMOption("HeapDumpPath").getValue() + " " + bean.getVMOption("HeapDumpPath").isWriteable());
    for (String[] wrong : new String[][] {{"NoSuchFlag", "1"}, {"MaxHeapSize", "5"}, {"HeapDumpOnOutOfMemoryError", "perhaps"}}) {
      try {
        bean.setVMOption(wrong[0], wrong[1]);
        System.out.println("accepted");
      } catch (IllegalArgumentException e) {
        System.out.println(e);
      }
    }
    System.out.println(bean.getDiagnosticOptions().stream().anyMatch(option -> option.getName().equals("HeapDumpPath")));

    File file = new File("dumped.hprof");
    bean.dumpHeap(file.getPath(), true);
    System.out.println(file.length() > 100_000);
    for (String path : new String[] {"dumped.hprof", "wrong.suffix", "no/such/folder/x.hprof"}) {
      try {
        bean.dumpHeap(path, false);
        System.out.println("accepted");
      } catch (IOException | IllegalArgumentException e) {
        System.out.println(e);
      }
    }
    file.delete();
  }

  static String invoke(MBeanServer server, ObjectName name, String operation, Object[] arguments, String[] signature) throws Exception {
    try {
      return (String) server.invoke(name, operation, arguments, signature);
    } catch (MBeanException | RuntimeMBeanException e) {
      return e.getClass().getSimpleName() + ": " + e.getCause();
    }
  }
}
