#include "server/auth/second_factor.hpp"

#include "server/auth/totp.hpp"

namespace tranche::server {

bool takes_app_code(
    handler_context& context, std::int64_t user_id, const persistence::second_factor& factor,
    std::string_view code
) {
    const auto secret = context.app.sign_in.secrets.open({factor.secret_hex, factor.sealed});
    const auto step = totp_step_of(code, secret, context.app.now());
    return step && persistence::use_step(context.db(), user_id, *step);
}

bool takes_code(
    handler_context& context, std::int64_t user_id, const persistence::second_factor& factor,
    std::string_view code
) {
    const bool from_app = code.size() == 6;
    return from_app ? takes_app_code(context, user_id, factor, code)
                    : persistence::use_recovery_code(context.db(), user_id, code);
}

}  // namespace tranche::server
