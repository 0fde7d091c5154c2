package dev.midge.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** States behaviour in which we differ from nats-server on purpose: runs against ours only. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@ExtendWith(OnMidgeOnly.class)
@interface Deviation {

    /** Why, in a few words; docs/deviations.md has the rest. */
    String value();
}
