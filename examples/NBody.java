// Five bodies of the solar system under gravity; prints the energy before and after.
//
//   vm NBody.java            50,000 steps
//   vm NBody.java 1000000
public class NBody {
    static final double DAYS = 365.24;
    static final double SOLAR_MASS = 4 * Math.PI * Math.PI;

    static final class Body {
        final String name;
        final double mass;
        double x, y, z;
        double vx, vy, vz;

        Body(String name, double mass, double x, double y, double z, double vx, double vy, double vz) {
            this.name = name;
            this.mass = mass * SOLAR_MASS;
            this.x = x;
            this.y = y;
            this.z = z;
            this.vx = vx * DAYS;
            this.vy = vy * DAYS;
            this.vz = vz * DAYS;
        }
    }

    static Body[] solarSystem() {
        Body[] all = {
            new Body("sun", 1, 0, 0, 0, 0, 0, 0),
            new Body("jupiter", 9.54791938424326609e-4, 4.84143144246472090, -1.16032004402742839, -1.03622044471123109e-1,
                1.66007664274403694e-3, 7.69901118419740425e-3, -6.90460016972063023e-5),
            new Body("saturn", 2.85885980666130812e-4, 8.34336671824457987, 4.12479856412430479, -4.03523417114321381e-1,
                -2.76742510726411021e-3, 4.99852801234917238e-3, 2.30417297573763929e-5),
            new Body("uranus", 4.36624404335156298e-5, 1.28943695621391310e+1, -1.51111514016986312e+1, -2.23307578892655734e-1,
                2.96460137564761618e-3, 2.37847173959480950e-3, -2.96589568540237556e-5),
            new Body("neptune", 5.15138902046611451e-5, 1.53796971148509165e+1, -2.59193146099879641e+1, 1.79258772950371181e-1,
                2.68067772490389322e-3, 1.62824170038242295e-3, -9.51592254519715870e-5)};
        double px = 0, py = 0, pz = 0;
        for (Body b : all) {
            px += b.vx * b.mass;
            py += b.vy * b.mass;
            pz += b.vz * b.mass;
        }
        all[0].vx = -px / SOLAR_MASS;
        all[0].vy = -py / SOLAR_MASS;
        all[0].vz = -pz / SOLAR_MASS;
        return all;
    }

    static void advance(Body[] bodies, double dt) {
        for (int i = 0; i < bodies.length; i++) {
            Body a = bodies[i];
            for (int j = i + 1; j < bodies.length; j++) {
                Body b = bodies[j];
                double dx = a.x - b.x;
                double dy = a.y - b.y;
                double dz = a.z - b.z;
                double squared = dx * dx + dy * dy + dz * dz;
                double pull = dt / (squared * Math.sqrt(squared));
                a.vx -= dx * b.mass * pull;
                a.vy -= dy * b.mass * pull;
                a.vz -= dz * b.mass * pull;
                b.vx += dx * a.mass * pull;
                b.vy += dy * a.mass * pull;
                b.vz += dz * a.mass * pull;
            }
        }
        for (Body b : bodies) {
            b.x += dt * b.vx;
            b.y += dt * b.vy;
            b.z += dt * b.vz;
        }
    }

    static double energy(Body[] bodies) {
        double e = 0;
        for (int i = 0; i < bodies.length; i++) {
            Body a = bodies[i];
            e += 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz);
            for (int j = i + 1; j < bodies.length; j++) {
                Body b = bodies[j];
                double dx = a.x - b.x;
                double dy = a.y - b.y;
                double dz = a.z - b.z;
                e -= a.mass * b.mass / Math.sqrt(dx * dx + dy * dy + dz * dz);
            }
        }
        return e;
    }

    public static void main(String[] args) {
        int steps = args.length > 0 ? Integer.parseInt(args[0]) : 50_000;
        Body[] bodies = solarSystem();
        System.out.printf("energy before %.9f%n", energy(bodies));
        for (int i = 0; i < steps; i++) {
            advance(bodies, 0.01);
        }
        System.out.printf("energy after  %.9f%n", energy(bodies));
        for (Body b : bodies) {
            System.out.printf("%-8s %10.5f %10.5f %10.5f%n", b.name, b.x, b.y, b.z);
        }
    }
}
