import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

public class Randoms {
    public static void main(String[] args) {
        Random r = new Random(12345);
        System.out.println(r.nextInt() + " " + r.nextInt(100) + " " + r.nextInt(64) + " " + r.nextLong() + " " + r.nextDouble() + " "
            + r.nextFloat() + " " + r.nextBoolean() + " " + r.nextGaussian() + " " + r.nextGaussian() + " " + r.nextInt(5, 10));
        byte[] bytes = new byte[9];
        r.nextBytes(bytes);
        System.out.println(Arrays.toString(bytes));
        System.out.println(Arrays.toString(r.ints(5, 0, 10).toArray()) + Arrays.toString(r.longs(2).toArray())
            + Arrays.toString(r.doubles(2, 1, 2).toArray()));
        r.setSeed(1);
        System.out.println(r.nextInt());
        SplittableRandom s = new SplittableRandom(99);
        System.out.println(s.nextInt() + " " + s.nextInt(10, 20) + " " + s.nextLong(1000) + " " + s.nextDouble() + " " + s.split().nextInt()
            + " " + s.nextBoolean());
        for (String name : new String[] {"L64X128MixRandom", "Xoshiro256PlusPlus", "Xoroshiro128PlusPlus", "L32X64MixRandom", "SplittableRandom"}) {
            RandomGenerator g = RandomGeneratorFactory.of(name).create(42);
            System.out.println(name + " " + g.nextInt() + " " + g.nextLong() + " " + g.nextInt(1000) + " " + g.nextDouble());
        }
        int[] buckets = new int[10];
        Random u = new Random(7);
        for (int i = 0; i < 10000; i++) {
            buckets[u.nextInt(10)]++;
        }
        System.out.println(Arrays.toString(buckets));
    }
}
