/** Arrays of 8 KB to 1.6 MB; the last 40 stay alive. */
public class LargeArrays {
    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 30_000;
        Object[] ring = new Object[40];
        long state = 1, sum = 0;
        for (int i = 0; i < rounds; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            int length = 2_000 + (int) (state >>> 33) % ((i & 15) == 0 ? 400_000 : 20_000);
            if ((i & 1) == 0) {
                int[] array = new int[length];
                array[length - 1] = i;
                ring[i % 40] = array;
                sum += array[length / 2];
            } else {
                Object[] array = new Object[length];
                array[length / 2] = ring[(i + 7) % 40] instanceof int[] other ? other : null;
                ring[i % 40] = array;
            }
            sum += length;
        }
        System.out.println("checksum " + sum);
    }
}
