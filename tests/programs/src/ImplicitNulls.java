// @vm -XX:-OmitStackTraceInFastThrow
// Null met by compiled code at every kind of access, with values waiting in locals and on the expression stack, so often that
// methods are compiled, meet null, and are compiled again. (The reference would then throw without a stack trace, unless told not to.)

public class ImplicitNulls {
    // Its last fields are more than a page away from the object.
    static class Big {
        long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38, a39;
        long a40, a41, a42, a43, a44, a45, a46, a47, a48, a49, a50, a51, a52, a53, a54, a55, a56, a57, a58, a59, a60, a61, a62, a63, a64, a65, a66, a67, a68, a69, a70, a71, a72, a73, a74, a75, a76, a77, a78, a79;
        long a80, a81, a82, a83, a84, a85, a86, a87, a88, a89, a90, a91, a92, a93, a94, a95, a96, a97, a98, a99, a100, a101, a102, a103, a104, a105, a106, a107, a108, a109, a110, a111, a112, a113, a114, a115, a116, a117, a118, a119;
        long a120, a121, a122, a123, a124, a125, a126, a127, a128, a129, a130, a131, a132, a133, a134, a135, a136, a137, a138, a139, a140, a141, a142, a143, a144, a145, a146, a147, a148, a149, a150, a151, a152, a153, a154, a155, a156, a157, a158, a159;
        long a160, a161, a162, a163, a164, a165, a166, a167, a168, a169, a170, a171, a172, a173, a174, a175, a176, a177, a178, a179, a180, a181, a182, a183, a184, a185, a186, a187, a188, a189, a190, a191, a192, a193, a194, a195, a196, a197, a198, a199;
        long a200, a201, a202, a203, a204, a205, a206, a207, a208, a209, a210, a211, a212, a213, a214, a215, a216, a217, a218, a219, a220, a221, a222, a223, a224, a225, a226, a227, a228, a229, a230, a231, a232, a233, a234, a235, a236, a237, a238, a239;
        long a240, a241, a242, a243, a244, a245, a246, a247, a248, a249, a250, a251, a252, a253, a254, a255, a256, a257, a258, a259, a260, a261, a262, a263, a264, a265, a266, a267, a268, a269, a270, a271, a272, a273, a274, a275, a276, a277, a278, a279;
        long a280, a281, a282, a283, a284, a285, a286, a287, a288, a289, a290, a291, a292, a293, a294, a295, a296, a297, a298, a299, a300, a301, a302, a303, a304, a305, a306, a307, a308, a309, a310, a311, a312, a313, a314, a315, a316, a317, a318, a319;
        long a320, a321, a322, a323, a324, a325, a326, a327, a328, a329, a330, a331, a332, a333, a334, a335, a336, a337, a338, a339, a340, a341, a342, a343, a344, a345, a346, a347, a348, a349, a350, a351, a352, a353, a354, a355, a356, a357, a358, a359;
        long a360, a361, a362, a363, a364, a365, a366, a367, a368, a369, a370, a371, a372, a373, a374, a375, a376, a377, a378, a379, a380, a381, a382, a383, a384, a385, a386, a387, a388, a389, a390, a391, a392, a393, a394, a395, a396, a397, a398, a399;
        long a400, a401, a402, a403, a404, a405, a406, a407, a408, a409, a410, a411, a412, a413, a414, a415, a416, a417, a418, a419, a420, a421, a422, a423, a424, a425, a426, a427, a428, a429, a430, a431, a432, a433, a434, a435, a436, a437, a438, a439;
        long a440, a441, a442, a443, a444, a445, a446, a447, a448, a449, a450, a451, a452, a453, a454, a455, a456, a457, a458, a459, a460, a461, a462, a463, a464, a465, a466, a467, a468, a469, a470, a471, a472, a473, a474, a475, a476, a477, a478, a479;
        long a480, a481, a482, a483, a484, a485, a486, a487, a488, a489, a490, a491, a492, a493, a494, a495, a496, a497, a498, a499, a500, a501, a502, a503, a504, a505, a506, a507, a508, a509, a510, a511, a512, a513, a514, a515, a516, a517, a518, a519;
        long a520, a521, a522, a523, a524, a525, a526, a527, a528, a529, a530, a531, a532, a533, a534, a535, a536, a537, a538, a539, a540, a541, a542, a543, a544, a545, a546, a547, a548, a549, a550, a551, a552, a553, a554, a555, a556, a557, a558, a559;
        long last = 5;
        Object lastObject = "last";
    }

    static class Node {
        byte b = 1; short s = -2; char c = 3; int i = 4; long l = 5; float f = 6; double d = 7; boolean z = true; Object o = "o";
        volatile int vi = 8;
        volatile long vl = 9;
        Node next;
        private final int hidden = 10;
        final int hidden() { return hidden; }
        int virtual() { return 11; }
    }

    interface Shape { int area(); }

    static int monitorsHeld = 0;
    static long sum = 17;

    static void add(long value) { sum = sum * 31 + value; }

    static long gets(Node n, int kind, long deep) {
        switch (kind) {
            case 0: return deep + n.b;
            case 1: return deep + n.s;
            case 2: return deep + n.c;
            case 3: return deep + n.i;
            case 4: return deep + n.l;
            case 5: return deep + (long) n.f;
            case 6: return deep + (long) n.d;
            case 7: return deep + (n.z ? 1 : 2);
            case 8: return deep + (n.o == null ? 1 : 2);
            case 9: return deep + n.vi + n.vl;
            case 10: return deep + n.hidden();
            case 11: return deep + n.virtual();
            case 12: return deep + n.next.next.i;
            default: return deep + n.getClass().getName().length();
        }
    }

    static long puts(Node n, int kind, long deep) {
        switch (kind) {
            case 0: n.b = (byte) deep; break;
            case 1: n.s = (short) deep; break;
            case 2: n.c = (char) deep; break;
            case 3: n.i = (int) deep; break;
            case 4: n.l = deep; break;
            case 5: n.f = deep; break;
            case 6: n.d = deep; break;
            case 7: n.z = deep > 0; break;
            case 8: n.o = "stored"; break;
            case 9: n.vi = 3; n.vl = deep; break;
            case 10: n.i += 3; break;
            case 11: n.o = null; break;
            case 12: n.next.l++; break;
            default: n.next = n.next; break;
        }
        return deep;
    }

    static long arrays(Object array, int kind, int at) {
        long local = at * 1000L;
        switch (kind) {
            case 0: return local + ((int[]) array)[at];
            case 1: return local + ((long[]) array)[2];
            case 2: return local + ((byte[]) array)[at];
            case 3: return local + (long) ((double[]) array)[at];
            case 4: return local + (((Object[]) array)[at] == null ? 1 : 2);
            case 5: ((int[]) array)[at] = 7; return local;
            case 6: ((long[]) array)[at] += 7; return local;
            case 7: ((byte[]) array)[1] = 7; return local;
            case 8: ((Object[]) array)[at] = "x"; return local;
            case 9: ((Object[]) array)[0] = null; return local;
            case 10: return local + ((char[]) array).length;
            case 11: ((float[]) array)[at] = at; return local;
            default: return local + ((int[][]) array)[1][at];
        }
    }

    static final Object[] ARRAYS = {new int[4], new long[4], new byte[4], new double[4], new Object[4], new int[4], new long[4],
        new byte[4], new Object[4], new Object[4], new char[4], new float[4], new int[][] {null, null}};

    static long far(Big big, int kind) {
        switch (kind) {
            case 0: return big.last;
            case 1: return big.lastObject.hashCode() & 1;
            case 2: return big.last = 6;
            default: return big.a0 + big.a1;
        }
    }

    static long strings(String s, int kind) {
        switch (kind) {
            case 0: return s.length();
            case 1: return s.charAt(1);
            case 2: return s.isEmpty() ? 1 : 2;
            default: return s.hashCode();
        }
    }

    static synchronized long locked(Node n) { return n.l; }

    static long inBlock(Object lock, Node n) {
        synchronized (lock) {
            return n.l + n.i;
        }
    }

    static long area(Shape s) { return s.area(); }

    // The handler stands in the same method, and uses what lived before.
    static long handled(Node n, int rounds) {
        long total = 1;
        double scale = 0.5;
        for (int i = 0; i < rounds; i++) {
            Node which = i % 3 == 0 ? null : n;
            try {
                total = total * 3 + which.i;
            } catch (NullPointerException e) {
                total += i + (long) (scale * 4);
            } finally {
                scale += 1;
            }
        }
        return total;
    }

    static void message(String what, NullPointerException e) {
        StackTraceElement top = e.getStackTrace()[0];
        System.out.println(what + ": " + e.getMessage() + " at " + top.getMethodName() + ":" + top.getLineNumber());
    }

    interface Step { long run(int kind); }

    static void each(String name, int kinds, int rounds, Step good, Step bad) {
        for (int kind = 0; kind < kinds; kind++) {
            NullPointerException last = null;
            int thrown = 0;
            for (int i = 0; i < rounds; i++) {
                try {
                    add(good.run(kind));
                } catch (NullPointerException e) {
                    thrown += 1000;
                    last = e;
                }
                if (i % 20 == 3) {
                    try {
                        add(bad.run(kind));
                        System.out.println("nothing thrown");
                    } catch (NullPointerException e) {
                        thrown++;
                        last = e;
                    }
                }
            }
            message(name + " " + kind + " " + thrown, last);
        }
    }

    public static void main(String[] args) {
        Node node = new Node();
        node.next = new Node();
        node.next.next = new Node();
        Big big = new Big();
        Object lock = new Object();
        int rounds = 250;
        each("get", 14, rounds, k -> gets(node, k, 100), k -> gets(null, k, 100));
        each("get from next", 14, 40, k -> gets(node, k, 100), k -> gets(node.next.next.next, k, 100));
        each("put", 14, rounds, k -> puts(node, k, 100), k -> puts(null, k, 100));
        each("array", 13, rounds, k -> k == 12 ? 0 : arrays(ARRAYS[k], k, 3), k -> arrays(k == 12 ? ARRAYS[k] : null, k, 3));
        each("far", 4, rounds, k -> far(big, k), k -> far(null, k));
        each("string", 4, rounds, k -> strings("text", k), k -> strings(null, k));
        each("locked", 1, rounds, k -> locked(node), k -> locked(null));
        each("in block", 1, rounds, k -> inBlock(lock, node), k -> inBlock(lock, null));
        each("interface", 1, rounds, k -> area(() -> 3), k -> area(null));
        System.out.println(Thread.holdsLock(lock) + " " + Thread.holdsLock(ImplicitNulls.class));
        System.out.println(handled(node, 5000));
        System.out.println(sum);
    }
}
