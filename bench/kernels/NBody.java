/** Planets under gravity: double arithmetic on object fields and a square root. */
public class NBody extends Kernel {
    static final class Body {
        double x, y, z, vx, vy, vz, mass;

        Body(double... v) {
            x = v[0];
            y = v[1];
            z = v[2];
            vx = v[3] * 365.24;
            vy = v[4] * 365.24;
            vz = v[5] * 365.24;
            mass = v[6] * 4 * Math.PI * Math.PI;
        }
    }

    static void advance(Body[] bodies, double dt) {
        for (int i = 0; i < bodies.length; i++) {
            Body a = bodies[i];
            for (int j = i + 1; j < bodies.length; j++) {
                Body b = bodies[j];
                double dx = a.x - b.x, dy = a.y - b.y, dz = a.z - b.z;
                double d2 = dx * dx + dy * dy + dz * dz;
                double mag = dt / (d2 * Math.sqrt(d2));
                a.vx -= dx * b.mass * mag;
                a.vy -= dy * b.mass * mag;
                a.vz -= dz * b.mass * mag;
                b.vx += dx * a.mass * mag;
                b.vy += dy * a.mass * mag;
                b.vz += dz * a.mass * mag;
            }
        }
        for (Body b : bodies) {
            b.x += dt * b.vx;
            b.y += dt * b.vy;
            b.z += dt * b.vz;
        }
    }

    @Override
    long run() {
        Body[] bodies = {new Body(0, 0, 0, 0, 0, 0, 1),
            new Body(4.84143144246472090, -1.16032004402742839, -.103622044471123109, .00166007664274403694, .00769901118419740425, -.0000690460016972063023, .000954791938424326609),
            new Body(8.34336671824457987, 4.12479856412430479, -.403523417114321381, -.00276742510726411021, .00499852801234917238, .0000230417297573763929, .000285885980666130812),
            new Body(12.8943695621391310, -15.1111514016986312, -.223307578892655734, .00296460137564761618, .00237847173959480950, -.0000296589568540237556, .0000436624404335156298),
            new Body(15.3796971148509165, -25.9193146099879641, .179258772950371181, .00268067772490389322, .00162824170038242295, -.0000951592254519715870, .0000515138902046611451)};
        for (int i = 0; i < 40_000; i++) {
            advance(bodies, 0.01);
        }
        return Math.round(bodies[1].x * 1e9) ^ Math.round(bodies[4].vy * 1e9);
    }

    public static void main(String[] args) {
        new NBody().measure(7);
    }
}
