package dev.profileguard.advice.rule;

/// The AWS pages behind advice.
final class Pages {
    private static final String IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/";
    private static final String EC2 = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/";

    static final String PASS_ROLE = IAM + "id_roles_use_passrole.html";
    static final String ACCESS_DENIED = IAM + "troubleshoot_access-denied.html";
    static final String INSTANCE_PROFILES =
            IAM + "id_roles_use_switch-role-ec2_instance-profiles.html";
    static final String DELETE_ROLE = IAM + "id_roles_manage_delete.html";
    static final String CONSISTENCY =
            IAM + "troubleshoot.html#troubleshoot_general_eventual-consistency";
    static final String QUOTAS = IAM + "reference_iam-quotas.html";
    static final String POLICY_GRAMMAR = IAM + "reference_policies_grammar.html";
    static final String SERVICE_ROLES = IAM + "using-service-linked-roles.html";
    static final String CHAINING = IAM + "id_roles_terms-and-concepts.html#iam-term-role-chaining";
    static final String MAX_SESSION = IAM + "id_roles_update-role-settings.html";
    static final String REGIONS = IAM + "id_credentials_temp_enable-regions.html";
    static final String ERRORS =
            "https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html";
    static final String SESSION_SIZE =
            "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html";
    static final String ASSOCIATE = EC2 + "API_AssociateIamInstanceProfile.html";
    static final String REPLACE = EC2 + "API_ReplaceIamInstanceProfileAssociation.html";
    static final String EC2_ERRORS = EC2 + "errors-overview.html";
    static final String NODE_ROLE =
            "https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html";

    private Pages() {}
}
