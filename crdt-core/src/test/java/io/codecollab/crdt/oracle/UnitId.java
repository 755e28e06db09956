package io.codecollab.crdt.oracle;

/** The name of a unit: the clock-th thing its client ever wrote. */
record UnitId(long client, int clock) {

    UnitId previous() {
        return new UnitId(client, clock - 1);
    }
}
