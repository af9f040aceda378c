// @small
public class Inheritance {
    static abstract class Animal {
        protected String name;
        static int made;

        Animal(String name) {
            this.name = name;
            made++;
            describe();
        }

        abstract String sound();

        void describe() {
            System.out.println(name + " says " + sound());
        }

        static String kind() {
            return "animal";
        }
    }

    static class Dog extends Animal {
        String name = "shadow";
        final int legs;

        Dog(String n) {
            super(n);
            legs = 4;
        }

        @Override
        String sound() {
            return "woof " + legs + " " + this.name;
        }

        static String kind() {
            return "dog";
        }
    }

    static class Puppy extends Dog {
        Puppy() {
            this("puppy");
        }

        Puppy(String n) {
            super(n + "!");
        }

        @Override
        String sound() {
            return "yip and " + super.sound();
        }

        private void secret() {
            System.out.println("puppy secret");
        }
    }

    static class Base {
        private void secret() {
            System.out.println("base secret");
        }

        void call() {
            secret();
        }

        Object covariant() {
            return "object";
        }

        void over(Object o) {
            System.out.println("object");
        }

        void over(String o) {
            System.out.println("string");
        }

        void over(int i) {
            System.out.println("int");
        }

        void over(long l) {
            System.out.println("long");
        }

        void over(Integer i) {
            System.out.println("Integer");
        }
    }

    static class Derived extends Base {
        private void secret() {
            System.out.println("derived secret");
        }

        @Override
        String covariant() {
            return "string";
        }

        @Override
        void over(Object o) {
            System.out.println("derived object");
        }
    }

    public static void main(String[] args) {
        Animal a = new Puppy();
        a.describe();
        System.out.println(a.name);
        System.out.println(((Dog) a).name);
        System.out.println(Animal.kind() + Dog.kind() + Puppy.kind());
        System.out.println(Animal.made);
        ((Puppy) a).secret();
        Base b = new Derived();
        b.call();
        System.out.println(b.covariant());
        byte small = 1;
        b.over("x");
        b.over((Object) "x");
        b.over(1);
        b.over(1L);
        b.over(small);
        b.over('c');
        b.over(Integer.valueOf(3));
        b.over(1.5);
        System.out.println(b instanceof Derived);
        System.out.println(b.getClass() == Base.class);
        System.out.println(new Base() instanceof Derived);
        Object o = null;
        System.out.println(o instanceof Object);
        System.out.println(a.getClass().getSuperclass().getName());
    }
}
