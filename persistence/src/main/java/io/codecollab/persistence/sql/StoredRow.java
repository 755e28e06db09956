package io.codecollab.persistence.sql;

import io.codecollab.persistence.QuarantinedRecord.Source;

/**
 * A row as it is in the database.
 *
 * @param document the name of its document
 * @param source its table
 * @param sequence its id
 * @param record not decoded
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StoredRow(String document, Source source, long sequence, byte[] record) {}
