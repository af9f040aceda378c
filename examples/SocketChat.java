// A chat room over plain sockets. Without arguments it starts a room, lets three guests talk in turn, and ends.
//
//   vm SocketChat.java
//   vm SocketChat.java 9000           a room for real: join with `nc localhost 9000`
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

public class SocketChat implements AutoCloseable {
    private final ServerSocket server;
    private final List<PrintWriter> guests = new CopyOnWriteArrayList<>();

    SocketChat(int port) throws IOException {
        server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread door = new Thread(this::acceptAll, "door");
        door.setDaemon(port == 0);
        door.start();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket s = server.accept();
                Thread t = new Thread(() -> serve(s));
                t.setDaemon(true);
                t.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket; BufferedReader in = reader(socket); PrintWriter out = writer(socket)) {
            String name = in.readLine();
            guests.add(out);
            say(name + " comes in");
            try {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    say(name + ": " + line);
                }
            } catch (SocketException e) {
                // The guest hung up without reading all that was said: a way of leaving, too.
            }
            guests.remove(out);
            say(name + " leaves");
        } catch (IOException e) {
            System.err.println(e);
        }
    }

    private synchronized void say(String line) {
        guests.forEach(g -> g.println(line));
    }

    static BufferedReader reader(Socket s) throws IOException {
        return new BufferedReader(new InputStreamReader(s.getInputStream(), StandardCharsets.UTF_8));
    }

    static PrintWriter writer(Socket s) throws IOException {
        return new PrintWriter(s.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            new SocketChat(Integer.parseInt(args[0]));
            System.out.println("say your name first: nc localhost " + args[0]);
            return;
        }
        try (SocketChat room = new SocketChat(0)) {
            Socket host = new Socket(InetAddress.getLoopbackAddress(), room.server.getLocalPort());
            PrintWriter out = writer(host);
            BufferedReader in = reader(host);
            out.println("host");
            System.out.println(in.readLine());
            for (String name : new String[] {"ann", "bob"}) {
                try (Socket guest = new Socket(InetAddress.getLoopbackAddress(), room.server.getLocalPort())) {
                    PrintWriter w = writer(guest);
                    w.println(name);
                    System.out.println(in.readLine());
                    w.println("good morning, I am " + name);
                    System.out.println(in.readLine());
                    out.println("hello " + name);
                    System.out.println(in.readLine());
                }
                System.out.println(in.readLine());
            }
            host.close();
        }
    }
}
