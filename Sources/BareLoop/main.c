// The baseline of `hutong-bench bus`: the least a C program does to copy records from a topic to others exactly once,
// with librdkafka and nothing else. It is told everything on its command line, and measures itself.
//
// bare-loop --input T --records N --batch N --drain-ms N --output T… (--consumer|--producer) key=value…
// prints one line: records seconds cpu-seconds transactions
#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

// User and system time of all threads.
static double cpu_now(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void give_up(const char *attempt, const char *reason) {
    fprintf(stderr, "bare-loop: %s: %s\n", attempt, reason);
    exit(70);
}

static void check(const char *attempt, rd_kafka_error_t *error) {
    if (error != NULL) give_up(attempt, rd_kafka_error_string(error));
}

static void set(rd_kafka_conf_t *conf, const char *pair) {
    char key[256], text[512];
    const char *equals = strchr(pair, '=');
    if (equals == NULL || (size_t)(equals - pair) >= sizeof(key)) give_up("property", pair);
    memcpy(key, pair, (size_t)(equals - pair));
    key[equals - pair] = 0;
    // Some properties exist in newer versions of the library only; the gateway leaves them out as well.
    if (rd_kafka_conf_set(conf, key, equals + 1, text, sizeof(text)) == RD_KAFKA_CONF_INVALID) give_up("property", text);
}

static rd_kafka_t *client(rd_kafka_type_t type, rd_kafka_conf_t *conf) {
    char text[512];
    rd_kafka_conf_set_log_cb(conf, NULL);
    rd_kafka_t *client = rd_kafka_new(type, conf, text, sizeof(text));
    if (client == NULL) give_up("client", text);
    return client;
}

int main(int count, char **arguments) {
    const char *input = NULL, **outputs = calloc((size_t)count, sizeof(*outputs));
    int output_count = 0, batch = 1000, drain_ms = 5;
    long wanted = 0;
    rd_kafka_conf_t *consumer_conf = rd_kafka_conf_new(), *producer_conf = rd_kafka_conf_new();
    for (int index = 1; index + 1 < count; index += 2) {
        const char *name = arguments[index], *value = arguments[index + 1];
        if (strcmp(name, "--input") == 0) input = value;
        else if (strcmp(name, "--output") == 0) outputs[output_count++] = value;
        else if (strcmp(name, "--records") == 0) wanted = atol(value);
        else if (strcmp(name, "--batch") == 0) batch = atoi(value);
        else if (strcmp(name, "--drain-ms") == 0) drain_ms = atoi(value);
        else if (strcmp(name, "--consumer") == 0) set(consumer_conf, value);
        else if (strcmp(name, "--producer") == 0) set(producer_conf, value);
        else give_up("unknown option", name);
    }
    if (input == NULL || output_count == 0 || wanted <= 0 || batch <= 0) give_up("options", "some are missing");
    rd_kafka_t *consumer = client(RD_KAFKA_CONSUMER, consumer_conf);
    rd_kafka_t *producer = client(RD_KAFKA_PRODUCER, producer_conf);
    rd_kafka_poll_set_consumer(consumer);
    rd_kafka_topic_partition_list_t *topics = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(topics, input, RD_KAFKA_PARTITION_UA);
    if (rd_kafka_subscribe(consumer, topics)) give_up("subscribe", input);
    check("init", rd_kafka_init_transactions(producer, 30000));
    rd_kafka_topic_t **handles = calloc((size_t)output_count, sizeof(*handles));
    for (int index = 0; index < output_count; index++) {
        const struct rd_kafka_metadata *metadata;
        handles[index] = rd_kafka_topic_new(producer, outputs[index], NULL);
        if (rd_kafka_metadata(producer, 0, handles[index], &metadata, 10000)) give_up("metadata", outputs[index]);
        rd_kafka_metadata_destroy(metadata);
    }

    long done = 0, transactions = 0;
    double wall = 0, cpu = 0;
    rd_kafka_message_t **messages = calloc((size_t)batch, sizeof(*messages));
    while (done < wanted) {
        // The same batch policy as the gateway's: wait for the first record, then take what comes within the drain time.
        int filled = 0, may_block = 1;
        double end = seconds_now() + 30;
        while (filled < batch) {
            int timeout = 0;
            if (may_block) {
                double left = end - seconds_now();
                if (left <= 0) break;
                timeout = (int)(left * 1000) + 1;
            }
            rd_kafka_message_t *message = rd_kafka_consumer_poll(consumer, timeout);
            if (message == NULL) {
                if (may_block && seconds_now() >= end) break;
                may_block = 1;
                continue;
            }
            if (message->err) {
                rd_kafka_message_destroy(message);
                continue;
            }
            if (filled == 0) end = seconds_now() + drain_ms / 1000.0;
            messages[filled++] = message;
            may_block = 0;
        }
        if (filled == 0) give_up("consume", "nothing came for 30 s");
        // The clock starts when the first batch is there, as the gateway's does.
        if (wall == 0) {
            wall = seconds_now();
            cpu = cpu_now();
        }
        check("begin", rd_kafka_begin_transaction(producer));
        rd_kafka_topic_partition_list_t *offsets = rd_kafka_topic_partition_list_new(16);
        rd_kafka_topic_partition_t *place = NULL;
        for (int index = 0; index < filled; index++) {
            rd_kafka_message_t *message = messages[index];
            rd_kafka_headers_t *headers = NULL;
            rd_kafka_topic_t *topic = handles[message->offset % output_count];
            rd_kafka_resp_err_t error;
            rd_kafka_message_detach_headers(message, &headers);
            for (;;) {
                if (headers != NULL) {
                    error = rd_kafka_producev(
                        producer, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                        RD_KAFKA_V_KEY(message->key, message->key_len),
                        RD_KAFKA_V_VALUE(message->payload, message->len), RD_KAFKA_V_HEADERS(headers),
                        RD_KAFKA_V_END);
                } else {
                    error = rd_kafka_producev(
                        producer, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                        RD_KAFKA_V_KEY(message->key, message->key_len),
                        RD_KAFKA_V_VALUE(message->payload, message->len), RD_KAFKA_V_END);
                }
                if (error != RD_KAFKA_RESP_ERR__QUEUE_FULL) break;
                rd_kafka_poll(producer, 20);
            }
            if (error) give_up("produce", rd_kafka_err2str(error));
            // Records come in runs of one partition.
            if (place == NULL || place->partition != message->partition) {
                place = rd_kafka_topic_partition_list_find(offsets, input, message->partition);
                if (place == NULL) place = rd_kafka_topic_partition_list_add(offsets, input, message->partition);
            }
            place->offset = message->offset + 1;
            rd_kafka_message_destroy(message);
        }
        rd_kafka_consumer_group_metadata_t *group = rd_kafka_consumer_group_metadata(consumer);
        check("offsets", rd_kafka_send_offsets_to_transaction(producer, offsets, group, 30000));
        rd_kafka_consumer_group_metadata_destroy(group);
        rd_kafka_topic_partition_list_destroy(offsets);
        check("commit", rd_kafka_commit_transaction(producer, 30000));
        done += filled;
        transactions += 1;
    }
    printf("%ld %.6f %.6f %ld\n", done, seconds_now() - wall, cpu_now() - cpu, transactions);
    fflush(stdout);
    rd_kafka_consumer_close(consumer);
    rd_kafka_destroy(consumer);
    rd_kafka_destroy(producer);
    return 0;
}
