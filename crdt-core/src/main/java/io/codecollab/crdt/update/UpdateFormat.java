package io.codecollab.crdt.update;

import io.codecollab.crdt.lib0.DecodeLimits;

/** The two update formats. Nothing in the bytes tells them apart: whoever has an update must know. */
enum UpdateFormat {
    V1,
    V2;

    UpdateCursor cursor(byte[] update) {
        return this == V1
                ? new UpdateCursorV1(update, DecodeLimits.DEFAULT)
                : new UpdateCursorV2(update, DecodeLimits.DEFAULT);
    }

    UpdateEncoder encoder() {
        return this == V1 ? UpdateEncoder.v1() : UpdateEncoder.v2();
    }
}
