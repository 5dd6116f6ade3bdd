// librdkafka and its embedded broker. Only `Bus` imports this module.
// Static inline functions are for what Swift cannot import (macros, variadics); each says why.
#pragma once
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
