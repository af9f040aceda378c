// area: java.security, javax.crypto
package compat;

import java.math.BigInteger;
import java.security.*;
import java.security.spec.*;
import java.util.*;
import javax.crypto.*;
import javax.crypto.spec.*;

final class Securities {
    static byte[] data(int n) {
        byte[] b = new byte[n];
        new Random(n).nextBytes(b);
        return b;
    }

    static String hex(byte[] b) { return HexFormat.of().formatHex(b); }

    static void run() {
        Out.show("providers", () -> Arrays.stream(Security.getProviders()).map(Provider::getName).toList());
        for (Provider p : Security.getProviders()) {
            Out.show("services " + p.getName(), () -> p.getServices().stream().map(s -> s.getType() + "." + s.getAlgorithm()).sorted().toList());
        }
        for (String a : new String[] {"MD2", "MD5", "SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512", "SHA-512/224", "SHA-512/256", "SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512", "SHA-9"}) {
            for (int n : new int[] {0, 1, 55, 64, 127, 128, 1000, 100000}) {
                Out.show("digest " + a + " " + n, () -> hex(MessageDigest.getInstance(a).digest(data(n))));
            }
            Out.show("digest parts " + a, () -> { MessageDigest m = MessageDigest.getInstance(a); for (int i = 0; i < 300; i += 7) { m.update(data(i)); } MessageDigest c = (MessageDigest) m.clone(); return hex(m.digest()).equals(hex(c.digest())); });
        }
        for (String a : new String[] {"HmacMD5", "HmacSHA1", "HmacSHA256", "HmacSHA512", "HmacSHA3-256", "HmacNope"}) {
            Out.show("mac " + a, () -> { Mac m = Mac.getInstance(a); m.init(new SecretKeySpec(data(20), a)); return hex(m.doFinal(data(100))); });
        }
        for (String t : new String[] {"AES/ECB/PKCS5Padding", "AES/CBC/PKCS5Padding", "AES/CTR/NoPadding", "AES/GCM/NoPadding", "AES/CFB8/NoPadding", "AES/OFB/NoPadding", "AES/CBC/NoPadding", "DESede/CBC/PKCS5Padding", "DES/ECB/PKCS5Padding", "Blowfish/ECB/PKCS5Padding", "RC2/ECB/PKCS5Padding", "ARCFOUR", "ChaCha20-Poly1305", "AES/XYZ/NoPadding", "Nope"}) {
            for (int n : new int[] {0, 15, 16, 100, 5000}) {
                Out.show("cipher " + t + " " + n, () -> {
                    String algorithm = t.split("[/-]")[0];
                    byte[] key = data(algorithm.equals("DES") ? 8 : algorithm.equals("DESede") ? 24 : algorithm.equals("ChaCha20") ? 32 : 16);
                    Cipher c = Cipher.getInstance(t);
                    Key k = new SecretKeySpec(key, algorithm);
                    AlgorithmParameterSpec spec = t.contains("GCM") ? new GCMParameterSpec(128, data(12)) : t.startsWith("ChaCha") ? new IvParameterSpec(data(12)) : t.contains("ECB") || !t.contains("/") ? null : new IvParameterSpec(data(algorithm.startsWith("DES") ? 8 : 16));
                    c.init(Cipher.ENCRYPT_MODE, k, spec);
                    byte[] out = c.doFinal(data(n));
                    Cipher d = Cipher.getInstance(t);
                    d.init(Cipher.DECRYPT_MODE, k, spec);
                    return hex(MessageDigest.getInstance("MD5").digest(out)) + " " + out.length + Arrays.equals(d.doFinal(out), data(n));
                });
            }
        }
        Out.show("aes bad tag", () -> { Cipher c = Cipher.getInstance("AES/GCM/NoPadding"); c.init(Cipher.DECRYPT_MODE, new SecretKeySpec(data(16), "AES"), new GCMParameterSpec(128, data(12))); return c.doFinal(data(40)); });
        Out.show("aes bad padding", () -> { Cipher c = Cipher.getInstance("AES/CBC/PKCS5Padding"); c.init(Cipher.DECRYPT_MODE, new SecretKeySpec(data(16), "AES"), new IvParameterSpec(data(16))); return c.doFinal(data(32)); });
        Out.show("aes bad key", () -> { Cipher c = Cipher.getInstance("AES"); c.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(data(5), "AES")); return 0; });
        Out.show("aad", () -> { Cipher c = Cipher.getInstance("AES/GCM/NoPadding"); c.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(data(32), "AES"), new GCMParameterSpec(96, data(12))); c.updateAAD(data(50)); c.update(data(1000)); return hex(c.doFinal(data(33))).hashCode(); });
        Out.show("pbkdf2", () -> hex(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(new PBEKeySpec("password".toCharArray(), data(8), 100, 256)).getEncoded()));
        Out.show("pbe", () -> { Cipher c = Cipher.getInstance("PBEWithMD5AndDES"); c.init(Cipher.ENCRYPT_MODE, SecretKeyFactory.getInstance("PBEWithMD5AndDES").generateSecret(new PBEKeySpec("pw".toCharArray())), new PBEParameterSpec(data(8), 20)); return hex(c.doFinal(data(30))); });
        RSAPrivateCrtKeySpec[] rsa = new RSAPrivateCrtKeySpec[1];
        BigInteger p = new BigInteger("13144131834269512219260941993714669605006625743172006030529504645527800951523697620149903055663251854220067020503783524785523675819158836547734770656069477");
        BigInteger q = new BigInteger("12288506286091804108262645407658709962803358186316309871205769703371233115856772658236824631092740403057127271928820363983819544292950195585905303695015971");
        BigInteger e = BigInteger.valueOf(65537);
        Out.show("rsa primes", () -> p.isProbablePrime(40) + " " + q.isProbablePrime(40));
        for (String a : new String[] {"SHA1withRSA", "SHA256withRSA", "MD5withRSA", "SHA512withRSA"}) {
            Out.show("sign " + a, () -> {
                BigInteger n = p.multiply(q);
                BigInteger d = e.modInverse(p.subtract(BigInteger.ONE).multiply(q.subtract(BigInteger.ONE)));
                KeyFactory f = KeyFactory.getInstance("RSA");
                Signature s = Signature.getInstance(a);
                s.initSign(f.generatePrivate(new RSAPrivateKeySpec(n, d)));
                s.update(data(100));
                byte[] signed = s.sign();
                s.initVerify(f.generatePublic(new RSAPublicKeySpec(n, e)));
                s.update(data(100));
                return hex(signed) + s.verify(signed);
            });
        }
        for (String a : new String[] {"RSA", "DSA", "EC", "DiffieHellman", "Ed25519", "X25519", "RSASSA-PSS"}) {
            Out.show("key pair " + a, () -> { KeyPairGenerator g = KeyPairGenerator.getInstance(a); if (a.equals("RSA") || a.startsWith("RSASSA")) { g.initialize(1024); } else if (a.equals("DSA")) { g.initialize(1024); } else if (a.equals("DiffieHellman")) { g.initialize(512); } KeyPair k = g.generateKeyPair(); return k.getPublic().getAlgorithm() + k.getPublic().getFormat() + k.getPrivate().getFormat(); });
        }
        for (String a : new String[] {"SHA256withECDSA", "Ed25519"}) {
            Out.show("sign and verify " + a, () -> { KeyPair k = KeyPairGenerator.getInstance(a.startsWith("Ed") ? a : "EC").generateKeyPair(); Signature s = Signature.getInstance(a); s.initSign(k.getPrivate()); s.update(data(10)); byte[] x = s.sign(); s.initVerify(k.getPublic()); s.update(data(10)); boolean good = s.verify(x); s.update(data(11)); return good + " " + s.verify(x); });
        }
        Out.show("ecdh", () -> { KeyPairGenerator g = KeyPairGenerator.getInstance("EC"); g.initialize(new ECGenParameterSpec("secp256r1")); KeyPair a = g.generateKeyPair(); KeyPair b = g.generateKeyPair(); KeyAgreement x = KeyAgreement.getInstance("ECDH"); x.init(a.getPrivate()); x.doPhase(b.getPublic(), true); KeyAgreement y = KeyAgreement.getInstance("ECDH"); y.init(b.getPrivate()); y.doPhase(a.getPublic(), true); return Arrays.equals(x.generateSecret(), y.generateSecret()); });
        Out.show("bad curve", () -> { KeyPairGenerator.getInstance("EC").initialize(new ECGenParameterSpec("nope")); return 0; });
        Out.show("key store", () -> { KeyStore k = KeyStore.getInstance("PKCS12"); k.load(null, null); k.setEntry("s", new KeyStore.SecretKeyEntry(new SecretKeySpec(data(16), "AES")), new KeyStore.PasswordProtection("pw".toCharArray())); var b = new java.io.ByteArrayOutputStream(); k.store(b, "pw".toCharArray()); KeyStore l = KeyStore.getInstance("PKCS12"); l.load(new java.io.ByteArrayInputStream(b.toByteArray()), "pw".toCharArray()); return hex(l.getKey("s", "pw".toCharArray()).getEncoded()); });
        Out.show("key store bad password", () -> { KeyStore k = KeyStore.getInstance("PKCS12"); k.load(null, null); k.setEntry("s", new KeyStore.SecretKeyEntry(new SecretKeySpec(data(16), "AES")), new KeyStore.PasswordProtection("pw".toCharArray())); var b = new java.io.ByteArrayOutputStream(); k.store(b, "pw".toCharArray()); KeyStore.getInstance("PKCS12").load(new java.io.ByteArrayInputStream(b.toByteArray()), "no".toCharArray()); return 0; });
        Out.show("secure random", () -> { SecureRandom r = SecureRandom.getInstance("SHA1PRNG"); r.setSeed(5); return r.nextInt() + " " + new SecureRandom().getAlgorithm(); });
        Out.show("drbg", () -> SecureRandom.getInstance("DRBG").nextInt() * 0);
        Out.show("key generator", () -> KeyGenerator.getInstance("AES").generateKey().getEncoded().length);
        Out.show("sealed object", () -> { Cipher c = Cipher.getInstance("AES"); Key k = new SecretKeySpec(data(16), "AES"); c.init(Cipher.ENCRYPT_MODE, k); return new SealedObject("secret", c).getObject(k); });
        Out.show("cipher stream", () -> { Cipher c = Cipher.getInstance("AES"); c.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(data(16), "AES")); return new CipherInputStream(new java.io.ByteArrayInputStream(data(100)), c).readAllBytes().length; });
        Out.show("wrap", () -> { Cipher c = Cipher.getInstance("AESWrap"); c.init(Cipher.WRAP_MODE, new SecretKeySpec(data(16), "AES")); return hex(c.wrap(new SecretKeySpec(data(24), "AES"))); });
        Out.show("doPrivileged", () -> AccessController.doPrivileged((PrivilegedAction<String>) () -> "done"));
        Out.show("doPrivileged throws", () -> AccessController.doPrivileged((PrivilegedExceptionAction<String>) () -> { throw new java.io.IOException("x"); }));
        Out.show("permissions", () -> new java.io.FilePermission("/a/-", "read").implies(new java.io.FilePermission("/a/b/c", "read")) + " " + new RuntimePermission("a.*").implies(new RuntimePermission("a.b")));
        Out.show("security manager", () -> { System.setSecurityManager(new SecurityManager()); return 0; });
        Out.show("property", () -> Security.getProperty("keystore.type") + Security.getProperty("securerandom.source"));
    }
}
