package dev.midge.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** States behaviour of nats-server that ours does not have yet: runs against another server only. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@ExtendWith(OnOthersOnly.class)
@interface NotYet {

    /** What is missing, in a few words. */
    String value();
}
