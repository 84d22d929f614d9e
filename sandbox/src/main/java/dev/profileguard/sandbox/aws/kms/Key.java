package dev.profileguard.sandbox.aws.kms;

import dev.profileguard.sandbox.aws.resource.StoredPolicy;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A key for encryption.
///
/// @param account its account
/// @param id such as `1234abcd-12ab-34cd-56ef-1234567890ab`
record Key(
        String account,
        String region,
        String id,
        String description,
        Instant created,
        StoredPolicy policy) {
    private static final String SYMMETRIC = "SYMMETRIC_DEFAULT";

    Key with(StoredPolicy other) {
        return new Key(account, region, id, description, created, other);
    }

    String arn() {
        return arn(account, region, id);
    }

    static String arn(String account, String region, String id) {
        return "arn:aws:kms:%s:%s:key/%s".formatted(region, account, id);
    }

    /// https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html
    Map<String, Object> metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("AWSAccountId", account);
        metadata.put("KeyId", id);
        metadata.put("Arn", arn());
        metadata.put("CreationDate", created.toEpochMilli() / 1000.0);
        metadata.put("Enabled", true);
        metadata.put("Description", description);
        metadata.put("KeyUsage", "ENCRYPT_DECRYPT");
        metadata.put("KeyState", "Enabled");
        metadata.put("Origin", "AWS_KMS");
        metadata.put("KeyManager", "CUSTOMER");
        metadata.put("CustomerMasterKeySpec", SYMMETRIC);
        metadata.put("KeySpec", SYMMETRIC);
        metadata.put("EncryptionAlgorithms", List.of(SYMMETRIC));
        metadata.put("MultiRegion", false);
        return metadata;
    }
}
