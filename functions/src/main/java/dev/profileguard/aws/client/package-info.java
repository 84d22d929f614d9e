/// The SDK's interfaces of IAM and DynamoDB, with the SDK's own protocols, signer, retries and HTTP
/// client, but without the pipeline that its clients send each request through.
@NullMarked
package dev.profileguard.aws.client;

import org.jspecify.annotations.NullMarked;
