// @small
public class ArraysBasic {
    static int[] sInts = {1, 2, 3};

    static void show(int[] a) {
        for (int x : a) {
            System.out.print(x);
            System.out.print(' ');
        }
        System.out.println();
    }

    public static void main(String[] args) {
        boolean[] z = new boolean[3];
        z[1] = true;
        byte[] b = {1, -128, 127};
        b[0] += 127;
        short[] s = new short[2];
        s[1] = (short) 70000;
        char[] c = {'a', '\uffff'};
        c[0]++;
        int[] i = new int[4];
        i[3] = 7;
        i[2] = i[3]++ + ++i[3];
        long[] l = {1L << 40, -1};
        l[1] *= l[0];
        float[] f = {1.5f, 2};
        f[1] /= 3;
        double[] d = {1, 2};
        d[0] -= 0.1;
        Object[] o = {"x", 1, null, new int[] {9}};
        System.out.println(z[0]);
        System.out.println(z[1]);
        System.out.println(b[0]);
        System.out.println(b[1]);
        System.out.println(s[1]);
        System.out.println(c[0]);
        System.out.println((int) c[1]);
        show(i);
        System.out.println(l[1]);
        System.out.println(f[1]);
        System.out.println(d[0]);
        System.out.println(((int[]) o[3])[0]);
        int[][] grid = new int[3][4];
        for (int y = 0; y < 3; y++) {
            for (int x = 0; x < 4; x++) {
                grid[y][x] = y * 10 + x;
            }
        }
        for (int[] row : grid) {
            show(row);
        }
        long[][][] cube = new long[2][3][];
        System.out.println(cube[1].length);
        System.out.println(cube[1][2] == null);
        cube[1][2] = new long[] {5};
        System.out.println(cube[1][2][0]);
        String[][] jagged = {{"a"}, {}, {"b", "c"}};
        for (String[] row : jagged) {
            System.out.println(row.length);
        }
        System.arraycopy(i, 0, i, 1, 3);
        show(i);
        System.arraycopy(i, 1, i, 0, 3);
        show(i);
        int[] copy = i.clone();
        copy[0] = 99;
        show(i);
        show(copy);
        int[][] shallow = grid.clone();
        shallow[0][0] = 77;
        System.out.println(grid[0][0]);
        System.out.println(grid.getClass().getName());
        System.out.println(o.getClass().getName());
        System.out.println(cube.getClass().getSimpleName());
        Object[] strings = new String[] {"q"};
        System.arraycopy(strings, 0, o, 2, 1);
        System.out.println(o[2]);
        System.out.println(new int[0].length);
        show(sInts);
        Object any = new int[2];
        System.out.println(any instanceof int[]);
        System.out.println(any instanceof Cloneable);
        System.out.println(any instanceof java.io.Serializable);
        System.out.println(any instanceof Object[]);
        System.out.println((Object) grid instanceof Object[]);
    }
}
