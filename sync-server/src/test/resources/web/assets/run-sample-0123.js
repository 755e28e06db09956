// runs what people wrote
