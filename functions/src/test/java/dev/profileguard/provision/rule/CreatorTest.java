package dev.profileguard.provision.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Actor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreatorTest {
    @ParameterizedTest
    @CsvSource({
        "aws-controllers-k8s/iam.services.k8s.aws-v1.3.1 (GitCommit/x; BuildDate/y; CRDKind/Role)"
                + " aws-sdk-go-v2/1.36.3, ACK",
        "aws-controller-k8s/iam.services.k8s.aws-v0.0.1 aws-sdk-go/1.37.4, ACK",
        "aws-sdk-go-v2/1.30.3 os/linux crossplane-provider-aws/v0.50.0, Crossplane",
        "upbound-provider-aws/v1.17.0 aws-sdk-go-v2/1.30.3, Crossplane",
        "aws.cluster.x-k8s.io/v2.7.1 aws-sdk-go/1.55.5 (go1.22; linux; amd64), Cluster API",
        "kops/1.30.1 aws-sdk-go-v2/1.30.3, kops",
        "APN/1.0 HashiCorp/1.0 Terraform/1.5.7 (+https://www.terraform.io)"
                + " terraform-provider-aws/6.14.1 aws-sdk-go-v2/1.39.2, Terraform",
        "aws-sdk-go/1.44.12 (go1.19.1; darwin; amd64) APN/1.0 HashiCorp/1.0 Terraform/"
                + " (+https://www.terraform.io/), Terraform",
        "terraform-provider-awscc/dev (+https://registry.terraform.io), Terraform",
        "APN/1.0 HashiCorp/1.0 OpenTofu/1.9.0, OpenTofu",
        "APN/1.0 Pulumi/1.0 Pulumi-Aws/4.17.0 (+https://www.pulumi.com) aws-sdk-go/1.40.20, Pulumi",
        "APN/1.0 Pulumi/1.0 PulumiAwsNative/1.12 aws-sdk-go-v2/1.9.0, Pulumi",
        "aws-sdk-js/3.600.0 aws-cdk/2.1029.2, CDK",
        "[Boto3/1.26 aws-cdk/2.0], CDK",
        "cloudformation.amazonaws.com, CloudFormation"
    })
    void knowsInfrastructureAsCodeByItsUserAgent(String userAgent, String tool) {
        assertThat(by(ALICE, userAgent)).isEqualTo(tool);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.1 lang/python#3.13.7",
                "Boto3/1.26.36 Python/3.10.6 exec-env/AWS_ECS_FARGATE Botocore/1.29.36",
                "Mozilla/5.0 (X11; Linux x86_64) Firefox/102.0",
                "AWS Internal",
                "my-terraform/1.0",
                "exec-env/terraform-lookalike",
                "notpulumi/1"
            })
    void takesNobodyElseForIt(String userAgent) {
        assertThat(by(ALICE, userAgent)).isNull();
    }

    @Test
    void knowsCloudFormationByTheServiceThatCalled() {
        Actor stack = new Actor.Service("cloudformation.amazonaws.com", ALICE);

        assertThat(by(stack, "AWS Internal")).isEqualTo("CloudFormation");
        assertThat(by(new Actor.Service("cloudcontrolapi.amazonaws.com", ALICE), null))
                .isEqualTo("Cloud Control API");
        assertThat(by(new Actor.Service("sso.amazonaws.com", ALICE), null)).isNull();
    }

    @Test
    void knowsNothingOfARoleThatWasOnlyFound() {
        assertThat(new Creator.Unattributed().tool()).isNull();
        assertThat(by(ALICE, null)).isNull();
    }

    private static final Actor ALICE = new Actor.User("arn:aws:iam::123456789012:user/alice");

    private static @Nullable String by(Actor actor, @Nullable String userAgent) {
        return new Creator.Known(actor, userAgent).tool();
    }
}
