// @vm --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED --add-modules=jdk.nio.mapmode
// @small
import java.nio.channels.FileChannel;
import java.nio.file.*;
import jdk.internal.misc.Unsafe;
import jdk.nio.mapmode.ExtendedMapMode;

/** Writing cache lines back, and what is asked for when there is no persistent memory. */
public class PersistentMemory {
  public static void main(String[] args) throws Exception {
    System.out.println(Unsafe.isWritebackEnabled() + " " + Unsafe.getUnsafe().dataCacheLineFlushSize());
    Path file = Files.createTempFile("persistent", null);
    Files.write(file, new byte[8192]);
    for (var mode : new FileChannel.MapMode[] {ExtendedMapMode.READ_WRITE_SYNC, ExtendedMapMode.READ_ONLY_SYNC}) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        System.out.println(channel.map(mode, 0, 4096));
      } catch (Exception e) {
        System.out.println(mode + ": " + e);
      }
    }
    Files.delete(file);
    Unsafe unsafe = Unsafe.getUnsafe();
    long memory = unsafe.allocateMemory(4096);
    unsafe.setMemory(memory, 4096, (byte) 0);
    unsafe.putLong(memory + 104, 5);
    unsafe.writebackMemory(memory + 90, 300);
    System.out.println(unsafe.getLong(memory + 104));
    System.out.println(unsafe.getUncompressedObject(memory));
    unsafe.freeMemory(memory);
  }
}
