// Digs a maze, finds the shortest way through it and draws both.
//
//   vm Maze.java                  31 by 11, a fixed maze
//   vm Maze.java 61 21 7          width, height, seed
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

public class Maze {
    enum Direction {
        NORTH(0, -1), EAST(1, 0), SOUTH(0, 1), WEST(-1, 0);

        final int dx;
        final int dy;

        Direction(int dx, int dy) {
            this.dx = dx;
            this.dy = dy;
        }
    }

    record Cell(int x, int y) {
        Cell step(Direction d, int n) {
            return new Cell(x + n * d.dx, y + n * d.dy);
        }
    }

    final char[][] grid;
    final Cell start = new Cell(1, 1);
    final Cell goal;

    Maze(int width, int height, long seed) {
        int w = Math.max(5, width) / 2 * 2 + 1;
        int h = Math.max(5, height) / 2 * 2 + 1;
        grid = new char[h][w];
        for (char[] row : grid) {
            Arrays.fill(row, '#');
        }
        goal = new Cell(w - 2, h - 2);
        dig(new Random(seed));
    }

    boolean inside(Cell c) {
        return c.x() > 0 && c.y() > 0 && c.x() < grid[0].length - 1 && c.y() < grid.length - 1;
    }

    char at(Cell c) {
        return grid[c.y()][c.x()];
    }

    void set(Cell c, char what) {
        grid[c.y()][c.x()] = what;
    }

    /** Depth first: walk two cells on in a random direction, take the wall between away, go back when stuck. */
    private void dig(Random random) {
        Deque<Cell> path = new ArrayDeque<>();
        path.push(start);
        set(start, ' ');
        while (!path.isEmpty()) {
            Cell here = path.peek();
            List<Direction> ways = new ArrayList<>(List.of(Direction.values()));
            Collections.shuffle(ways, random);
            boolean stuck = true;
            for (Direction d : ways) {
                Cell next = here.step(d, 2);
                if (inside(next) && at(next) == '#') {
                    set(here.step(d, 1), ' ');
                    set(next, ' ');
                    path.push(next);
                    stuck = false;
                    break;
                }
            }
            if (stuck) {
                path.pop();
            }
        }
    }

    /** Breadth first from the goal, then downhill from the start. Returns the number of steps. */
    int solve() {
        int[][] distance = new int[grid.length][grid[0].length];
        for (int[] row : distance) {
            Arrays.fill(row, -1);
        }
        Deque<Cell> queue = new ArrayDeque<>();
        queue.add(goal);
        distance[goal.y()][goal.x()] = 0;
        while (!queue.isEmpty()) {
            Cell here = queue.remove();
            for (Direction d : Direction.values()) {
                Cell next = here.step(d, 1);
                if (inside(next) && at(next) != '#' && distance[next.y()][next.x()] < 0) {
                    distance[next.y()][next.x()] = distance[here.y()][here.x()] + 1;
                    queue.add(next);
                }
            }
        }
        Cell here = start;
        while (!here.equals(goal)) {
            set(here, '.');
            for (Direction d : Direction.values()) {
                Cell next = here.step(d, 1);
                if (distance[next.y()][next.x()] >= 0 && distance[next.y()][next.x()] < distance[here.y()][here.x()]) {
                    here = next;
                    break;
                }
            }
        }
        set(start, 'S');
        set(goal, 'G');
        return distance[start.y()][start.x()];
    }

    public static void main(String[] args) {
        int width = args.length > 0 ? Integer.parseInt(args[0]) : 31;
        int height = args.length > 1 ? Integer.parseInt(args[1]) : 11;
        long seed = args.length > 2 ? Long.parseLong(args[2]) : 1;
        Maze maze = new Maze(width, height, seed);
        int steps = maze.solve();
        for (char[] row : maze.grid) {
            System.out.println(new String(row));
        }
        System.out.println(steps + " steps");
    }
}
