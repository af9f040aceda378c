import java.io.*;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.nio.charset.StandardCharsets;

public class Sockets {
    public static void main(String[] args) throws Exception {
        InetAddress loop = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 5, loop)) {
            Thread echo = new Thread(() -> {
                try (Socket s = server.accept(); BufferedReader in = new BufferedReader(new InputStreamReader(s.getInputStream(), StandardCharsets.UTF_8));
                    PrintWriter out = new PrintWriter(new OutputStreamWriter(s.getOutputStream(), StandardCharsets.UTF_8), true)) {
                    String line;
                    while ((line = in.readLine()) != null) {
                        out.println("echo " + line.toUpperCase());
                    }
                } catch (IOException e) {
                    System.out.println(e);
                }
            });
            echo.start();
            try (Socket s = new Socket(loop, server.getLocalPort())) {
                s.setTcpNoDelay(true);
                s.setSoTimeout(5000);
                PrintWriter out = new PrintWriter(new OutputStreamWriter(s.getOutputStream(), StandardCharsets.UTF_8), true);
                BufferedReader in = new BufferedReader(new InputStreamReader(s.getInputStream(), StandardCharsets.UTF_8));
                for (String w : new String[] {"one", "zwei \u00e4", "x".repeat(10000)}) {
                    out.println(w);
                    String r = in.readLine();
                    System.out.println(r.length() + " " + r.substring(0, Math.min(20, r.length())));
                }
                s.shutdownOutput();
                System.out.println(in.readLine() + " " + s.isConnected());
            }
            echo.join();
            server.setSoTimeout(20);
            try {
                server.accept();
            } catch (SocketTimeoutException e) {
                System.out.println("timeout");
            }
        }
        int closed;
        try (ServerSocket s = new ServerSocket(0, 1, loop)) {
            closed = s.getLocalPort();
        }
        try {
            new Socket(loop, closed);
        } catch (ConnectException e) {
            System.out.println(e.getMessage());
        }
        try (DatagramSocket a = new DatagramSocket(0, loop); DatagramSocket b = new DatagramSocket(0, loop)) {
            byte[] data = "datagram".getBytes();
            a.send(new DatagramPacket(data, data.length, loop, b.getLocalPort()));
            DatagramPacket p = new DatagramPacket(new byte[100], 100);
            b.receive(p);
            System.out.println(new String(p.getData(), 0, p.getLength()) + " " + (p.getPort() == a.getLocalPort()));
        }
        try (Selector selector = Selector.open(); ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(loop, 0)).configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            SocketChannel client = SocketChannel.open(server.getLocalAddress());
            client.write(ByteBuffer.wrap("selected".getBytes()));
            client.shutdownOutput();
            StringBuilder got = new StringBuilder();
            boolean done = false;
            while (!done) {
                selector.select(5000);
                for (var it = selector.selectedKeys().iterator(); it.hasNext();) {
                    SelectionKey k = it.next();
                    it.remove();
                    if (k.isAcceptable()) {
                        SocketChannel c = server.accept();
                        c.configureBlocking(false);
                        c.register(selector, SelectionKey.OP_READ);
                    } else if (k.isReadable()) {
                        ByteBuffer buf = ByteBuffer.allocateDirect(16);
                        int n = ((SocketChannel) k.channel()).read(buf);
                        if (n < 0) {
                            k.channel().close();
                            done = true;
                        } else {
                            got.append(StandardCharsets.UTF_8.decode(buf.flip()));
                        }
                    }
                }
            }
            client.close();
            System.out.println(got);
        }
        Pipe pipe = Pipe.open();
        pipe.sink().write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        ByteBuffer in = ByteBuffer.allocate(10);
        System.out.println(pipe.source().read(in));
        PipedOutputStream po = new PipedOutputStream();
        PipedInputStream pi = new PipedInputStream(po);
        Thread w = new Thread(() -> {
            try (po) {
                po.write("piped".getBytes());
            } catch (IOException e) {
                System.out.println(e);
            }
        });
        w.start();
        System.out.println(new String(pi.readAllBytes()));
        w.join();
        System.out.println(InetAddress.getByName("127.0.0.1").isLoopbackAddress() + " " + InetAddress.getByAddress(new byte[] {10, 1, 2, 3}).getHostAddress() + " "
            + Inet6Address.getByName("::1").getHostAddress() + " " + new URI("http://u@h:80/p/../q?x=1#f").normalize() + " "
            + URLEncoder.encode("a b&c=\u00e9", StandardCharsets.UTF_8) + " " + URLDecoder.decode("a+b%26", StandardCharsets.UTF_8) + " "
            + new URL("https://example.org:8443/x/y?z#w").getPort());
    }
}
