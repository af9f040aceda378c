// area: java.lang: Math, StrictMath
package compat;

final class LangMath {
    static void run() {
        new Sweep().not("random").statics(Math.class);
        new Sweep().not("random").statics(StrictMath.class);
    }
}
