// A small web server on this machine: a page, a counter, and an echo of what is posted.
//
//   vm WebServer.java                 picks a free port, asks itself some questions with the HTTP client, and ends
//   vm WebServer.java 8080            serves until it is stopped: try http://localhost:8080/hello?name=you
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

public class WebServer {
    private final AtomicInteger visits = new AtomicInteger();

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private void hello(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        String name = query != null && query.startsWith("name=") ? URLDecoder.decode(query.substring(5), StandardCharsets.UTF_8) : "stranger";
        answer(exchange, 200, "Hello, " + name + "! You are visitor " + visits.incrementAndGet() + ".\n");
    }

    private void echo(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            answer(exchange, 405, "POST something here.\n");
            return;
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        answer(exchange, 200, new StringBuilder(body).reverse() + "\n");
    }

    HttpServer start(int port, ExecutorService pool) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/hello", this::hello);
        server.createContext("/echo", this::echo);
        server.setExecutor(pool);
        server.start();
        return server;
    }

    private static void ask(HttpClient client, HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = client.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
        System.out.print(response.request().method() + " " + response.request().uri().getPath() + " -> " + response.statusCode() + " " + response.body()
            + (response.body().endsWith("\n") ? "" : "\n"));
    }

    public static void main(String[] args) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        HttpServer server = new WebServer().start(args.length > 0 ? Integer.parseInt(args[0]) : 0, pool);
        String home = "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + server.getAddress().getPort();
        if (args.length > 0) {
            System.out.println("serving " + home + "/hello");
            return;
        }
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ask(client, HttpRequest.newBuilder(URI.create(home + "/hello")));
        ask(client, HttpRequest.newBuilder(URI.create(home + "/hello?name=Kiln+%26+friends")));
        ask(client, HttpRequest.newBuilder(URI.create(home + "/echo")).POST(HttpRequest.BodyPublishers.ofString("desserts")));
        ask(client, HttpRequest.newBuilder(URI.create(home + "/echo")));
        ask(client, HttpRequest.newBuilder(URI.create(home + "/nowhere")));
        server.stop(0);
        pool.shutdown();
    }
}
