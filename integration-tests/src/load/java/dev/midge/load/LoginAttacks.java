package dev.midge.load;

import java.io.IOException;

/** Attacks on authentication: who gets in, who is kept out of it, and what tells an attacker something. */
final class LoginAttacks implements Program {

    @Override
    public String name() {
        return "login-attacks";
    }

    @Override
    public String purpose() {
        return "attacks on authentication: floods, timing, half-open logins, replays, many users; what a login costs";
    }

    @Override
    public void run(Contenders contenders, Report report) throws IOException {
        report.heading("Attacks on authentication");
        new Floods(contenders, report).run();
        new Refusals(contenders, report).run();
        new HalfOpen(contenders, report).run();
        new Replays(contenders, report).run();
        new LargeConnects(contenders, report).run();
        new ManyUsers(contenders, report).run();
        new FirstLogins(contenders, report).run();
        new LoginCosts(contenders, report).run();
    }
}
