// area: java.nio.channels, java.net
package compat;

import java.io.*;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.concurrent.*;

final class Channels {
    private static final InetAddress LOOP = InetAddress.getLoopbackAddress();

    private static String noPort(Object o) { return String.valueOf(o).replaceAll("\\d{4,5}", "PORT"); }

    private static void uris() {
        Sweep s = new Sweep().small().put(String.class, "http://user@host:80/p/a?q=1#f", "mailto:a@b", "../rel?x", "file:///a%20b", "a b", "", "http://[::1]:8080/", "1.2.3.4", null).put(URI.class, URI.create("http://h/a/b?c"), URI.create("rel/../x"))
            .put(byte[].class, new byte[] {127, 0, 0, 1}, new byte[] {1}, new byte[16]).put(InetAddress.class, LOOP).put(java.nio.charset.Charset.class, StandardCharsets.UTF_8)
            .not("toURL", "getByName", "getAllByName", "getLocalHost", "getCanonicalHostName", "isReachable", "getHostName", "wait", "hashCode", "getByAddress");
        s.statics(URI.class);
        s.constructors(URI.class);
        s.methods(URI.class, () -> URI.create("http://user@host:80/p/./a/../b?q=%20#f"), () -> URI.create("mailto:a@b"), () -> URI.create("../x"));
        s.statics(URLEncoder.class);
        s.statics(URLDecoder.class);
        s.statics(IDN.class);
        s.methods(InetAddress.class, () -> LOOP);
        for (String a : new String[] {"127.0.0.1", "::1", "1.2.3", "256.1.1.1", "fe80::1%lo", "[::1]", "::ffff:1.2.3.4", "localhost", "0x7f.1", "", "2001:db8::1"}) {
            Out.show("address " + a, () -> InetAddress.getByName(a));
            Out.show("address kind " + a, () -> { InetAddress i = InetAddress.getByName(a); return i.isLoopbackAddress() + " " + i.isAnyLocalAddress() + i.isSiteLocalAddress() + i.isLinkLocalAddress() + i.isMulticastAddress() + i.getClass().getSimpleName(); });
        }
        for (String u : new String[] {"http://h:80/p?q#r", "file:/x/y", "jar:file:/a.jar!/b", "nope://x", "http:", "http://h:-5/", "jrt:/java.base"}) {
            Out.show("url " + u, () -> { URL x = new URL(u); return x + " " + x.getHost() + x.getPort() + x.getFile() + x.getRef() + x.getDefaultPort(); });
        }
        Out.show("unknown host", () -> InetAddress.getByName("no.such.host.invalid"));
        Out.show("socket address", () -> InetSocketAddress.createUnresolved("h", 5) + " " + new InetSocketAddress(LOOP, 6));
        Out.show("bad port", () -> new InetSocketAddress(70000));
        Out.show("loopback interface", () -> NetworkInterface.getByInetAddress(LOOP).isLoopback() + NetworkInterface.getByName("lo").getName() + NetworkInterface.getByName("lo").isUp());
    }

    private static void sockets() {
        Out.show("echo", () -> { try (ServerSocket s = new ServerSocket(0, 5, LOOP)) { Thread t = new Thread(() -> { try (Socket c = s.accept()) { c.getInputStream().transferTo(c.getOutputStream()); } catch (IOException e) { e.printStackTrace(); } }); t.start(); try (Socket c = new Socket(LOOP, s.getLocalPort())) { c.setTcpNoDelay(true); c.getOutputStream().write("hello".getBytes()); c.shutdownOutput(); String r = new String(c.getInputStream().readAllBytes()); t.join(); return r + c.isConnected() + c.isOutputShutdown() + c.getTcpNoDelay(); } } });
        Out.show("refused", () -> { int port; try (ServerSocket s = new ServerSocket(0, 1, LOOP)) { port = s.getLocalPort(); } return new Socket(LOOP, port); });
        Out.show("accept timeout", () -> { try (ServerSocket s = new ServerSocket(0, 1, LOOP)) { s.setSoTimeout(5); return s.accept(); } });
        Out.show("read timeout", () -> { try (ServerSocket s = new ServerSocket(0, 1, LOOP); Socket c = new Socket(LOOP, s.getLocalPort())) { c.setSoTimeout(5); return c.getInputStream().read(); } });
        Out.show("address in use", () -> { try (ServerSocket s = new ServerSocket(0, 1, LOOP)) { return new ServerSocket(s.getLocalPort(), 1, LOOP); } });
        Out.show("closed accept", () -> { ServerSocket s = new ServerSocket(0, 1, LOOP); s.close(); return s.accept(); });
        Out.show("closed while accepting", () -> { ServerSocket s = new ServerSocket(0, 1, LOOP); new Thread(() -> { try { Thread.sleep(20); s.close(); } catch (Exception e) { e.printStackTrace(); } }).start(); return s.accept(); });
        Out.show("closed while reading", () -> { try (ServerSocket s = new ServerSocket(0, 1, LOOP); Socket c = new Socket(LOOP, s.getLocalPort())) { new Thread(() -> { try { Thread.sleep(20); c.close(); } catch (Exception e) { e.printStackTrace(); } }).start(); return c.getInputStream().read(); } });
        Out.show("options", () -> { try (Socket c = new Socket()) { c.setKeepAlive(true); c.setSoLinger(true, 3); c.setReuseAddress(true); c.setTrafficClass(8); return c.getKeepAlive() + " " + c.getSoLinger() + c.getReuseAddress() + c.getTrafficClass() + new TreeSet<>(c.supportedOptions().stream().map(Object::toString).toList()); } });
        Out.show("connect timeout", () -> { try (Socket c = new Socket()) { c.connect(new InetSocketAddress(LOOP, 1), 2000); return 0; } });
        Out.show("unbound", () -> new Socket().getInputStream());
        Out.show("datagram", () -> { try (DatagramSocket a = new DatagramSocket(0, LOOP); DatagramSocket b = new DatagramSocket(0, LOOP)) { a.send(new DatagramPacket("dg".getBytes(), 2, b.getLocalSocketAddress())); DatagramPacket p = new DatagramPacket(new byte[10], 10); b.setSoTimeout(10000); b.receive(p); return new String(p.getData(), 0, p.getLength()) + (p.getPort() == a.getLocalPort()); } });
        Out.show("datagram timeout", () -> { try (DatagramSocket a = new DatagramSocket(0, LOOP)) { a.setSoTimeout(5); a.receive(new DatagramPacket(new byte[1], 1)); return 0; } });
        Out.show("http client error", () -> java.net.http.HttpClient.newHttpClient().send(java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1:1/")).build(), java.net.http.HttpResponse.BodyHandlers.ofString()).statusCode());
        Out.show("url connection file", () -> new URL("file:/etc/hostname").openConnection().getClass().getSimpleName());
    }

    private static void nio() {
        Out.show("selector", () -> { try (Selector sel = Selector.open(); ServerSocketChannel s = ServerSocketChannel.open().bind(new InetSocketAddress(LOOP, 0))) { s.configureBlocking(false); SelectionKey k = s.register(sel, SelectionKey.OP_ACCEPT, "att"); int before = sel.selectNow(); SocketChannel c = SocketChannel.open(s.getLocalAddress()); int n = sel.select(10000); String r = before + " " + n + k.isAcceptable() + k.attachment() + k.readyOps(); SocketChannel a = s.accept(); a.configureBlocking(false); SelectionKey rk = a.register(sel, SelectionKey.OP_READ | SelectionKey.OP_WRITE); sel.selectedKeys().clear(); sel.select(1000); r += rk.isReadable() + "" + rk.isWritable(); c.write(ByteBuffer.wrap(new byte[3])); rk.interestOps(SelectionKey.OP_READ); sel.selectedKeys().clear(); sel.select(10000); r += rk.isReadable() + " " + a.read(ByteBuffer.allocateDirect(10)); c.close(); sel.selectedKeys().clear(); sel.select(10000); r += " " + a.read(ByteBuffer.allocate(1)); a.close(); return r + rk.isValid(); } });
        Out.show("selector wakeup", () -> { try (Selector sel = Selector.open()) { sel.wakeup(); return sel.select() + " " + sel.select(1); } });
        Out.show("selector close wakes", () -> { Selector sel = Selector.open(); Thread t = new Thread(() -> { try { sel.select(); } catch (IOException e) { e.printStackTrace(); } }); t.start(); Thread.sleep(10); sel.close(); t.join(); return sel.isOpen(); });
        Out.show("selector closed", () -> { Selector sel = Selector.open(); sel.close(); return sel.select(); });
        Out.show("selector consumer", () -> { try (Selector sel = Selector.open()) { Pipe p = Pipe.open(); p.source().configureBlocking(false); p.source().register(sel, SelectionKey.OP_READ); p.sink().write(ByteBuffer.wrap(new byte[2])); List<Integer> ready = new ArrayList<>(); int n = sel.select(k -> ready.add(k.readyOps()), 10000); p.sink().close(); p.source().close(); return n + " " + ready; } });
        Out.show("blocking register", () -> { try (Selector sel = Selector.open(); SocketChannel c = SocketChannel.open()) { return c.register(sel, SelectionKey.OP_READ); } });
        Out.show("bad ops", () -> { try (Selector sel = Selector.open(); SocketChannel c = SocketChannel.open()) { c.configureBlocking(false); return c.register(sel, SelectionKey.OP_ACCEPT); } });
        Out.show("not connected read", () -> { try (SocketChannel c = SocketChannel.open()) { return c.read(ByteBuffer.allocate(1)); } });
        Out.show("nonblocking connect", () -> { try (ServerSocketChannel s = ServerSocketChannel.open().bind(new InetSocketAddress(LOOP, 0)); SocketChannel c = SocketChannel.open()) { c.configureBlocking(false); c.connect(s.getLocalAddress()); while (!c.finishConnect()) { Thread.onSpinWait(); } return c.isConnected() + " " + c.isConnectionPending() + c.read(ByteBuffer.allocate(1)); } });
        Out.show("unix domain", () -> { var dir = java.nio.file.Files.createTempDirectory("un"); var at = UnixDomainSocketAddress.of(dir.resolve("s")); try (ServerSocketChannel s = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(at); SocketChannel c = SocketChannel.open(at); SocketChannel a = s.accept()) { c.write(ByteBuffer.wrap("unix".getBytes())); ByteBuffer b = ByteBuffer.allocate(9); a.read(b); return new String(b.array(), 0, b.position()); } finally { java.nio.file.Files.deleteIfExists(dir.resolve("s")); java.nio.file.Files.delete(dir); } });
        Out.show("gather", () -> { Pipe p = Pipe.open(); long n = p.sink().write(new ByteBuffer[] {ByteBuffer.wrap(new byte[2]), ByteBuffer.allocateDirect(3)}); long m = p.source().read(new ByteBuffer[] {ByteBuffer.allocate(1), ByteBuffer.allocate(9)}); p.sink().close(); int e = p.source().read(ByteBuffer.allocate(1)); p.source().close(); return n + " " + m + e; });
        Out.show("datagram channel", () -> { try (DatagramChannel a = DatagramChannel.open().bind(new InetSocketAddress(LOOP, 0)); DatagramChannel b = DatagramChannel.open().bind(new InetSocketAddress(LOOP, 0))) { a.send(ByteBuffer.wrap(new byte[7]), b.getLocalAddress()); ByteBuffer r = ByteBuffer.allocate(9); return b.receive(r).equals(a.getLocalAddress()) + " " + r.position(); } });
        Out.show("async file", () -> { var f = java.nio.file.Files.createTempFile("as", ""); try (AsynchronousFileChannel c = AsynchronousFileChannel.open(f, java.nio.file.StandardOpenOption.WRITE, java.nio.file.StandardOpenOption.READ)) { int w = c.write(ByteBuffer.wrap(new byte[5]), 0).get(); return w + " " + c.read(ByteBuffer.allocate(9), 1).get(); } finally { java.nio.file.Files.delete(f); } });
        Out.show("async socket", () -> { try (AsynchronousServerSocketChannel s = AsynchronousServerSocketChannel.open().bind(new InetSocketAddress(LOOP, 0)); AsynchronousSocketChannel c = AsynchronousSocketChannel.open()) { Future<AsynchronousSocketChannel> f = s.accept(); c.connect(s.getLocalAddress()).get(10, TimeUnit.SECONDS); AsynchronousSocketChannel a = f.get(10, TimeUnit.SECONDS); c.write(ByteBuffer.wrap(new byte[4])).get(); CompletableFuture<Integer> done = new CompletableFuture<>(); a.read(ByteBuffer.allocate(9), null, new CompletionHandler<Integer, Void>() { public void completed(Integer n, Void v) { done.complete(n); } public void failed(Throwable t, Void v) { done.completeExceptionally(t); } }); int n = done.get(10, TimeUnit.SECONDS); a.close(); return n; } });
        Out.show("channels", () -> { ReadableByteChannel r = java.nio.channels.Channels.newChannel(new ByteArrayInputStream(new byte[5])); return r.read(ByteBuffer.allocate(9)) + " " + r.read(ByteBuffer.allocate(9)); });
        Out.show("socket options", () -> { try (SocketChannel c = SocketChannel.open()) { c.setOption(StandardSocketOptions.SO_REUSEADDR, true); return c.getOption(StandardSocketOptions.SO_REUSEADDR) + " " + c.supportedOptions().stream().map(Object::toString).sorted().toList(); } });
    }

    static void run() {
        uris();
        sockets();
        nio();
    }
}
