import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

public class Digests {
    public static void main(String[] args) throws Exception {
        byte[] data = "The quick brown fox jumps over the lazy dog".getBytes(StandardCharsets.UTF_8);
        HexFormat hex = HexFormat.of();
        for (String name : new String[] {"MD5", "SHA-1", "SHA-224", "SHA-256", "SHA-512", "SHA3-256", "MD2"}) {
            MessageDigest md = MessageDigest.getInstance(name);
            System.out.println(name + " " + hex.formatHex(md.digest(data)) + " " + hex.formatHex(md.digest()));
        }
        MessageDigest longer = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < 1000; i++) {
            longer.update(data);
        }
        System.out.println(hex.formatHex(longer.digest()));
        try {
            MessageDigest.getInstance("NOPE");
        } catch (NoSuchAlgorithmException e) {
            System.out.println(e.getMessage());
        }
        byte[] key = "0123456789abcdef".getBytes();
        for (String m : new String[] {"HmacMD5", "HmacSHA256", "HmacSHA512"}) {
            Mac mac = Mac.getInstance(m);
            mac.init(new SecretKeySpec(key, m));
            System.out.println(m + " " + hex.formatHex(mac.doFinal(data)));
        }
        Cipher aes = Cipher.getInstance("AES/CBC/PKCS5Padding");
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(key));
        byte[] enc = aes.doFinal(data);
        System.out.println(hex.formatHex(enc));
        aes.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(key));
        System.out.println(new String(aes.doFinal(enc)));
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        gcm.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, key));
        gcm.updateAAD("aad".getBytes());
        byte[] sealed = gcm.doFinal(data);
        System.out.println(hex.formatHex(sealed));
        sealed[3] ^= 1;
        gcm.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, key));
        gcm.updateAAD("aad".getBytes());
        try {
            gcm.doFinal(sealed);
        } catch (javax.crypto.AEADBadTagException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(hex.formatHex(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1").generateSecret(
            new PBEKeySpec("pw".toCharArray(), key, 50, 128)).getEncoded()));
        System.out.println(KeyFactory.getInstance("RSA").getAlgorithm());
        System.out.println(Base64.getEncoder().encodeToString(data) + " " + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[] {-1, -2, -3, -4})
            + " " + new String(Base64.getDecoder().decode("aGVsbG8=")) + " " + Base64.getMimeEncoder().encodeToString(new byte[90]).length());
        try {
            Base64.getDecoder().decode("a*b");
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(UUID.nameUUIDFromBytes(data) + " " + UUID.fromString("123e4567-e89b-12d3-a456-426614174000").version() + " " + new UUID(1, 2)
            + " " + UUID.randomUUID().toString().length());
        System.out.println(hex.formatHex(hex.parseHex("cafe")) + " " + HexFormat.ofDelimiter(":").withUpperCase().formatHex(key, 0, 4));
    }
}
