package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.aws.query.Xml;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Request;

/// The XML of S3's responses. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
final class ObjectXml {
    static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private ObjectXml() {}

    static String error(Request request, Refusal refusal) {
        return whole(
                new Xml()
                        .open("Error")
                        .leaf("Code", refusal.code())
                        .leaf("Message", refusal.text())
                        .leaf("Resource", request.path())
                        .leaf("RequestId", request.id())
                        .close("Error"));
    }

    static String whole(Xml xml) {
        return HEAD + xml;
    }

    static Refusal unknown() {
        return new Refusal(
                501,
                "NotImplemented",
                "The sandbox has only these operations of S3: ListBuckets, CreateBucket,"
                        + " HeadBucket, GetBucketLocation, GetBucketPolicy, PutBucketPolicy,"
                        + " DeleteBucketPolicy, ListObjectsV2, PutObject, GetObject, HeadObject");
    }
}
