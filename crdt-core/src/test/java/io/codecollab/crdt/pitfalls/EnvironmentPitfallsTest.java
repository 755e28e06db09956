package io.codecollab.crdt.pitfalls;

import static io.codecollab.crdt.pitfalls.Scenario.doc;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.codecollab.crdt.Doc;
import io.codecollab.crdt.XmlElement;
import io.codecollab.crdt.YMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads, strings and languages. */
class EnvironmentPitfallsTest {

    /** A document belongs to whoever holds its lock; nothing in it remembers the thread it was made on. */
    @Pitfall(71)
    @Test
    @Timeout(30)
    void documentMayChangeThreadsUnderALock() throws Exception {
        Doc doc = doc(1);
        ReentrantLock lock = new ReentrantLock();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> work = new ArrayList<>();
        for (long client = 10; client < 14; client++) {
            Doc author = doc(client);
            work.add(threads.submit(() -> {
                for (int i = 0; i < 500; i++) {
                    author.getText("t").insert(0, "x");
                    lock.lock();
                    try {
                        doc.applyUpdate(author.encodeStateAsUpdate(doc.encodeStateVector()));
                        author.applyUpdate(doc.encodeStateAsUpdate(author.encodeStateVector()));
                    } finally {
                        lock.unlock();
                    }
                }
            }));
        }
        for (Future<?> thread : work) {
            thread.get();
        }
        threads.shutdown();

        assertThat(doc.getText("t").length()).isEqualTo(2000);
        assertThat(Scenario.copyOf(doc, 2).encodeStateAsUpdate()).isEqualTo(doc.encodeStateAsUpdate());
    }

    /** Nothing of the engine's insides can be held by a caller, so nothing can be touched behind the lock's back. */
    @Pitfall(71)
    @Test
    void publicMethodsShowNoInsides() {
        JavaClasses engine = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.codecollab.crdt");

        List<String> leaks = engine.stream()
                .filter(EnvironmentPitfallsTest::isPublic)
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC))
                .filter(method -> Stream.concat(
                                Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
                        .map(JavaClass::getBaseComponentType)
                        .anyMatch(type -> type.getPackageName().startsWith("io.codecollab") && !isPublic(type)))
                .map(method -> method.getFullName())
                .toList();

        assertThat(engine).hasSizeGreaterThan(50);
        assertThat(leaks).isEmpty();
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass()
                        .map(EnvironmentPitfallsTest::isPublic)
                        .orElse(true);
    }

    /** Equal keys are one string per document, and not one per JVM. */
    @Pitfall(72)
    @Test
    void keysAreSharedWithinADocumentAndNotBeyond() {
        Doc doc = doc(1);
        for (int i = 0; i < 3; i++) {
            Doc author = doc(10 + i);
            author.getMap("m" + i).set("same key", i);
            doc.applyUpdate(author.encodeStateAsUpdate());
        }

        String first = onlyKey(doc.getMap("m0"));
        assertThat(onlyKey(doc.getMap("m1"))).isSameAs(first);
        assertThat(onlyKey(doc.getMap("m2"))).isSameAs(first);
        assertThat(onlyKey(Scenario.copyOf(doc, 2).getMap("m0")))
                .isEqualTo(first)
                .isNotSameAs(first);
    }

    private static String onlyKey(YMap map) {
        return map.keys().iterator().next();
    }

    /** In Turkish the small letter of I has no dot. */
    @Pitfall(73)
    @Test
    void tagsAreLowerCasedInNoLanguage() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        try {
            Doc doc = doc(1);
            doc.getXmlFragment("x").push(new XmlElement("DIV-I"));

            assertThat(doc.getXmlFragment("x").toString()).isEqualTo("<div-i></div-i>");
            assertThat(Objects.requireNonNull(doc.getXmlFragment("x").querySelector("div-i"))
                            .nodeName())
                    .isEqualTo("DIV-I");
        } finally {
            Locale.setDefault(before);
        }
    }
}
