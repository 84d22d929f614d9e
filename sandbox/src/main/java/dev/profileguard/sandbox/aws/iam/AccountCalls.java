package dev.profileguard.sandbox.aws.iam;

import dev.profileguard.sandbox.aws.iam.operation.AccountSummary;
import dev.profileguard.sandbox.aws.iam.operation.AuthorizationDetails;
import dev.profileguard.sandbox.aws.iam.operation.Users;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.CreateUserResponse;
import software.amazon.awssdk.services.iam.model.DeleteUserRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserResponse;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsRequest;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;
import software.amazon.awssdk.services.iam.model.GetAccountSummaryRequest;
import software.amazon.awssdk.services.iam.model.GetAccountSummaryResponse;
import software.amazon.awssdk.services.iam.model.GetUserRequest;
import software.amazon.awssdk.services.iam.model.GetUserResponse;
import software.amazon.awssdk.services.iam.model.ListUsersRequest;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;

/// Calls on users and on the account as a whole. Each is handed in at the caller's desk.
interface AccountCalls extends IamClient {
    /// Where the calls are handed in.
    CallDispatcher desk();

    @Override
    default CreateUserResponse createUser(CreateUserRequest request) {
        return desk().write("CreateUser", request, Users::create);
    }

    @Override
    default GetUserResponse getUser(GetUserRequest request) {
        return desk().read(
                        "GetUser",
                        request,
                        (account, sent) -> Users.get(account, sent, desk().caller()));
    }

    @Override
    default ListUsersResponse listUsers(ListUsersRequest request) {
        return desk().read("ListUsers", request, Users::list);
    }

    @Override
    default DeleteUserResponse deleteUser(DeleteUserRequest request) {
        return desk().write("DeleteUser", request, Users::delete);
    }

    @Override
    default GetAccountSummaryResponse getAccountSummary(GetAccountSummaryRequest request) {
        return desk().read("GetAccountSummary", request, AccountSummary::get);
    }

    @Override
    default GetAccountAuthorizationDetailsResponse getAccountAuthorizationDetails(
            GetAccountAuthorizationDetailsRequest request) {
        return desk().read("GetAccountAuthorizationDetails", request, AuthorizationDetails::get);
    }
}
