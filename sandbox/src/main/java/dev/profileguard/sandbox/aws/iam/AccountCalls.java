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

/// Calls on users and on the account as a whole. The caller's [CallDispatcher] makes each of them.
interface AccountCalls extends IamClient {
    /// Makes the calls.
    CallDispatcher dispatcher();

    @Override
    default CreateUserResponse createUser(CreateUserRequest request) {
        return dispatcher().write("CreateUser", request, Users::create);
    }

    @Override
    default GetUserResponse getUser(GetUserRequest request) {
        return dispatcher()
                .read(
                        "GetUser",
                        request,
                        (account, sent) -> Users.get(account, sent, dispatcher().caller()));
    }

    @Override
    default ListUsersResponse listUsers(ListUsersRequest request) {
        return dispatcher().read("ListUsers", request, Users::list);
    }

    @Override
    default DeleteUserResponse deleteUser(DeleteUserRequest request) {
        return dispatcher().write("DeleteUser", request, Users::delete);
    }

    @Override
    default GetAccountSummaryResponse getAccountSummary(GetAccountSummaryRequest request) {
        return dispatcher().read("GetAccountSummary", request, AccountSummary::get);
    }

    @Override
    default GetAccountAuthorizationDetailsResponse getAccountAuthorizationDetails(
            GetAccountAuthorizationDetailsRequest request) {
        return dispatcher()
                .read("GetAccountAuthorizationDetails", request, AuthorizationDetails::get);
    }
}
