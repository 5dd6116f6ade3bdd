// librdkafka and its embedded broker. Only `Bus` imports this module.
// Static inline functions are for what Swift cannot import (macros, variadics); each says why.
#pragma once
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <stdlib.h>
#include <string.h>

// rd_kafka_producev is variadic. Copies key and value; takes ownership of `headers` (may be NULL) on success only.
// A null `key` or `value` is Kafka's null; an empty one needs a non-null pointer and length 0.
static inline rd_kafka_resp_err_t hutong_rdkafka_produce(
    rd_kafka_t *client, rd_kafka_topic_t *topic, int32_t partition,
    const void *key, size_t key_length, const void *value, size_t value_length,
    rd_kafka_headers_t *headers, void *opaque) {
    if (headers == NULL) {
        return rd_kafka_producev(
            client, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_PARTITION(partition),
            RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
            RD_KAFKA_V_KEY((void *)key, key_length), RD_KAFKA_V_VALUE((void *)value, value_length),
            RD_KAFKA_V_OPAQUE(opaque), RD_KAFKA_V_END);
    }
    return rd_kafka_producev(
        client, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_PARTITION(partition),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
        RD_KAFKA_V_KEY((void *)key, key_length), RD_KAFKA_V_VALUE((void *)value, value_length),
        RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_OPAQUE(opaque), RD_KAFKA_V_END);
}

// RD_KAFKA_PARTITION_UA is a macro with a cast: "let the partitioner choose".
static inline int32_t hutong_rdkafka_unassigned_partition(void) { return RD_KAFKA_PARTITION_UA; }

// A non-null pointer to nothing: how an empty, not null, key or value is handed over.
static inline const void *hutong_rdkafka_empty(void) {
    static const char empty[1] = {0};
    return empty;
}
