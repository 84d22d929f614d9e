/// Finds refused AWS calls in texts: in what the AWS CLI, the SDKs, Terraform, CloudFormation,
/// eksctl, Pulumi, CDK, Ansible and the console print, also within long logs.
@NullMarked
package dev.profileguard.sandbox.command.explain.reader;

import org.jspecify.annotations.NullMarked;
