// area: modules, layers, services
package compat;

import java.io.IOException;
import java.lang.module.*;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.*;
import java.util.stream.Collectors;

public final class Modules {
    /** Modules made in memory out of classes of this package's files, renamed into packages of their own. */
    static final class Memory implements ModuleFinder {
        final Map<String, ModuleReference> all = new HashMap<>();

        Memory add(ModuleDescriptor d, Map<String, byte[]> files) {
            all.put(d.name(), new ModuleReference(d, URI.create("memory:/" + d.name())) {
                @Override
                public ModuleReader open() {
                    return new ModuleReader() {
                        public Optional<URI> find(String name) { return files.containsKey(name) ? Optional.of(URI.create("memory:/" + d.name() + "/" + name)) : Optional.empty(); }
                        public Optional<ByteBuffer> read(String name) { return Optional.ofNullable(files.get(name)).map(ByteBuffer::wrap); }
                        public Optional<java.io.InputStream> open(String name) { return Optional.ofNullable(files.get(name)).map(java.io.ByteArrayInputStream::new); }
                        public java.util.stream.Stream<String> list() { return files.keySet().stream(); }
                        public void close() throws IOException { }
                    };
                }
            });
            return this;
        }

        public Optional<ModuleReference> find(String name) { return Optional.ofNullable(all.get(name)); }

        public Set<ModuleReference> findAll() { return new HashSet<>(all.values()); }
    }

    public static class Provider implements java.util.function.Supplier<String> {
        public String get() { return "provided by " + Provider.class.getModule().getName() + " " + (Provider.class.getPackageName()); }
    }

    private static byte[] renamed(String to) throws IOException {
        try (var in = Modules.class.getResourceAsStream("Modules$Provider.class")) {
            String s = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1).replace("compat/Modules", to);
            return s.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        }
    }

    private static String of(Module m) {
        return m.getName() + " " + m.isNamed() + " " + (m.getDescriptor() == null ? "" : m.getDescriptor().modifiers());
    }

    static void run() throws Exception {
        Module base = Object.class.getModule();
        Module mine = Modules.class.getModule();
        Out.show("base", () -> of(base));
        Out.show("unnamed", () -> mine.isNamed() + " " + mine.getDescriptor() + " " + mine.getLayer() + " " + mine.canRead(base) + " " + mine.getName());
        Out.show("boot layer", () -> ModuleLayer.boot().modules().stream().map(Module::getName).sorted().toList());
        Out.show("layer toString", () -> ModuleLayer.boot().findModule("java.base").get().toString() + ModuleLayer.boot().parents());
        Out.show("base packages", () -> base.getPackages().stream().sorted().collect(Collectors.joining(",")).hashCode());
        Out.show("base exports", () -> base.getDescriptor().exports().stream().map(e -> e.source() + new TreeSet<>(e.targets())).sorted().toList().hashCode());
        Out.show("base provides", () -> base.getDescriptor().provides().stream().map(Object::toString).sorted().toList());
        Out.show("base uses", () -> base.getDescriptor().uses().stream().sorted().toList());
        for (String p : new String[] {"java.lang", "jdk.internal.misc", "sun.nio.ch", "no.such", "sun.misc"}) {
            Out.show("exports " + p, () -> base.isExported(p) + " " + base.isExported(p, mine) + " " + base.isOpen(p) + " " + base.isOpen(p, mine));
        }
        for (String m : new String[] {"java.base", "java.sql", "java.logging", "jdk.compiler", "jdk.unsupported", "java.se", "jdk.httpserver", "java.desktop"}) {
            Out.show("module " + m, () -> of(ModuleLayer.boot().findModule(m).get()));
            Out.show("requires " + m, () -> ModuleLayer.boot().findModule(m).get().getDescriptor().requires().stream().map(r -> r.name() + new TreeSet<>(r.modifiers())).sorted().toList());
            Out.show("loader " + m, () -> Out.text(ModuleLayer.boot().findModule(m).get().getClassLoader()).replaceAll("@.*", ""));
        }
        Out.show("addExports not mine", () -> base.addExports("sun.nio.ch", mine));
        Out.show("addReads of unnamed", () -> mine.addReads(base) == mine);
        Out.show("addOpens not mine", () -> base.addOpens("java.util", mine));
        Out.show("opened by option", () -> base.isOpen("java.lang", mine));
        Out.show("resource of module", () -> base.getResourceAsStream("java/lang/Object.class") != null);
        Out.show("resource encapsulated", () -> base.getResourceAsStream("sun/nio/ch/lib.properties"));
        Out.show("module of array", () -> int[].class.getModule().getName() + Modules[].class.getModule().isNamed());
        Out.show("internal access", () -> Class.forName("jdk.internal.misc.VM").getMethod("isBooted").invoke(null));
        Out.show("descriptor builder", () -> ModuleDescriptor.newModule("m").requires("java.base").exports("p").packages(Set.of("q")).version("1.2").build().toString());
        Out.show("descriptor bad name", () -> ModuleDescriptor.newModule("1m"));
        Out.show("descriptor bad package", () -> ModuleDescriptor.newModule("m").exports("p-q"));
        Out.show("version", () -> ModuleDescriptor.Version.parse("1.2.3-ea").compareTo(ModuleDescriptor.Version.parse("1.2.3")));
        Out.show("read base descriptor", () -> { try (var in = base.getResourceAsStream("module-info.class")) { return ModuleDescriptor.read(in).name(); } });
        Out.show("system finder", () -> ModuleFinder.ofSystem().find("java.base").get().location());
        Out.show("resolve", () -> Configuration.empty().resolve(ModuleFinder.ofSystem(), ModuleFinder.of(), Set.of("java.sql")).modules().stream().map(ResolvedModule::name).sorted().toList());
        Out.show("resolve missing", () -> Configuration.empty().resolve(ModuleFinder.ofSystem(), ModuleFinder.of(), Set.of("no.such")));

        Memory finder = new Memory()
            .add(ModuleDescriptor.newModule("alpha").requires("java.base").exports("alpha").provides("java.util.function.Supplier", List.of("alpha.Modules$Provider")).packages(Set.of("alpha", "alpha.inner")).build(),
                Map.of("alpha/Modules$Provider.class", renamed("alpha/Modules"), "alpha/inner/Modules$Provider.class", renamed("alpha/inner/Modules"), "alpha/data.txt", "data".getBytes(), "top.txt", "top".getBytes()))
            .add(ModuleDescriptor.newOpenModule("beta").requires("java.base").requires("alpha").uses("java.util.function.Supplier").packages(Set.of("beta")).build(), Map.of("beta/Modules$Provider.class", renamed("beta/Modules")))
            .add(ModuleDescriptor.newModule("gamma").requires("absent").build(), Map.of())
            .add(ModuleDescriptor.newModule("delta").requires("epsilon").build(), Map.of()).add(ModuleDescriptor.newModule("epsilon").requires("delta").build(), Map.of())
            .add(ModuleDescriptor.newModule("zeta").exports("alpha").requires("alpha").build(), Map.of());
        ModuleLayer boot = ModuleLayer.boot();
        Out.show("missing dependency", () -> boot.configuration().resolve(finder, ModuleFinder.of(), Set.of("gamma")));
        Out.show("cycle", () -> boot.configuration().resolve(finder, ModuleFinder.of(), Set.of("delta")).modules().size());
        Out.show("split package", () -> boot.configuration().resolve(finder, ModuleFinder.of(), Set.of("zeta")).modules().size());
        for (boolean one : new boolean[] {true, false}) {
            String n = one ? "one loader " : "many loaders ";
            Configuration c = boot.configuration().resolveAndBind(finder, ModuleFinder.of(), Set.of("beta"));
            ModuleLayer layer = one ? boot.defineModulesWithOneLoader(c, ClassLoader.getSystemClassLoader()) : boot.defineModulesWithManyLoaders(c, ClassLoader.getSystemClassLoader());
            Module a = layer.findModule("alpha").get();
            Module b = layer.findModule("beta").get();
            Out.show(n + "layer", () -> layer.modules().stream().map(Module::getName).sorted().toList());
            Out.show(n + "reads", () -> b.canRead(a) + " " + a.canRead(b) + " " + a.canRead(mine));
            Out.show(n + "load", () -> layer.findLoader("alpha").loadClass("alpha.Modules$Provider").getModule() == a);
            Out.show(n + "class", () -> layer.findLoader("beta").loadClass("alpha.Modules$Provider").getModule() == a);
            Out.show(n + "instance", () -> layer.findLoader("alpha").loadClass("alpha.Modules$Provider").getConstructor().newInstance().toString().replaceAll("@.*", ""));
            Out.show(n + "not exported", () -> layer.findLoader("alpha").loadClass("alpha.inner.Modules$Provider").getConstructor().newInstance());
            Out.show(n + "open module", () -> layer.findLoader("beta").loadClass("beta.Modules$Provider").getConstructor().newInstance() != null);
            Out.show(n + "forName", () -> Class.forName(a, "alpha.Modules$Provider").getPackage().getName());
            Out.show(n + "forName absent", () -> Class.forName(a, "alpha.Absent"));
            Out.show(n + "resource", () -> new String(a.getResourceAsStream("alpha/data.txt").readAllBytes()));
            Out.show(n + "resource top", () -> new String(a.getResourceAsStream("top.txt").readAllBytes()));
            Out.show(n + "services", () -> ServiceLoader.load(layer, java.util.function.Supplier.class).stream().map(p -> p.type().getName() + " " + p.get().get()).toList());
            Out.show(n + "stack trace", () -> { try { layer.findLoader("alpha").loadClass("alpha.Modules$Provider").getMethod("get").invoke(null); return 0; } catch (NullPointerException e) { return e.getMessage(); } });
            Out.show(n + "names", () -> layer.findLoader("alpha").getName() + a + b.getLayer().equals(layer));
            Out.show(n + "unnamed of loader", () -> layer.findLoader("alpha").getUnnamedModule().isNamed());
            Out.show(n + "package", () -> layer.findLoader("alpha").loadClass("alpha.Modules$Provider").getPackage().isSealed());
        }
        Out.show("controller", () -> {
            Configuration c = boot.configuration().resolve(finder, ModuleFinder.of(), Set.of("alpha"));
            ModuleLayer.Controller k = ModuleLayer.defineModulesWithOneLoader(c, List.of(boot), null);
            Module a = k.layer().findModule("alpha").get();
            boolean before = a.isExported("alpha.inner", mine);
            k.addExports(a, "alpha.inner", mine).addReads(a, mine);
            return before + " " + a.isExported("alpha.inner", mine) + a.canRead(mine) + k.layer().findLoader("alpha").loadClass("alpha.inner.Modules$Provider").getConstructor().newInstance().getClass().getPackageName();
        });
        Out.show("twice in loader", () -> { Configuration c = boot.configuration().resolve(finder, ModuleFinder.of(), Set.of("alpha")); ClassLoader l = new ClassLoader() { }; boot.defineModules(c, x -> l); boot.defineModules(c, x -> l); return 0; });
        Out.show("java package", () -> { Memory f = new Memory().add(ModuleDescriptor.newModule("eta").packages(Set.of("java.eta")).build(), Map.of()); return boot.defineModulesWithOneLoader(boot.configuration().resolve(f, ModuleFinder.of(), Set.of("eta")), null); });
        Out.show("service providers of base", () -> ServiceLoader.load(java.nio.file.spi.FileSystemProvider.class).stream().map(p -> p.type().getName()).sorted().toList());
        Out.show("tool providers", () -> ServiceLoader.load(java.util.spi.ToolProvider.class).stream().map(p -> p.type().getName()).sorted().toList());
        Out.show("service not used", () -> ServiceLoader.load(Comparable.class).iterator().hasNext());
    }
}
