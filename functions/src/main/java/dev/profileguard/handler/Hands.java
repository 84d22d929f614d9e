package dev.profileguard.handler;

import dev.profileguard.core.Mode;
import dev.profileguard.iam.Reader;
import dev.profileguard.iam.Writer;
import dev.profileguard.state.Baselines;

/// What a rule reads and writes with, and how far it goes.
record Hands(Mode mode, Reader reader, Writer writer, Baselines baselines) {}
