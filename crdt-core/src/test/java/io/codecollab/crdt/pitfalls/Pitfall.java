package io.codecollab.crdt.pitfalls;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which rows of the table in {@code docs/internals/compatibility.md} a test holds. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Pitfall {
    int[] value();
}
