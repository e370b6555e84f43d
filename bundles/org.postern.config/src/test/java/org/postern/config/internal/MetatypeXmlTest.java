// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MetatypeXmlTest {
    @Test
    void readsPidsAndFactoryPids() {
        var known = Schemas.all();

        assertThat(known.of("org.postern.rule")).hasValueSatisfying(rule -> {
            assertThat(rule.factory()).isTrue();
            assertThat(rule.keys()).containsExactly("order", "sources", "ports", "profile");
        });
        assertThat(known.of("org.postern.gateway").orElseThrow().factory()).isFalse();
    }

    @Test
    void readsOptionsRangesAndDefaults() {
        var profile = Schemas.all().of("org.postern.profile").orElseThrow();

        assertThat(profile.attribute("mode").orElseThrow().options()).containsExactly("ENFORCE", "OBSERVE");
        assertThat(profile.attribute("deadlineSeconds").orElseThrow().allowed())
                .isEqualTo("a whole number from 5 to 540");
        assertThat(profile.defaults())
                .containsEntry("mode", "ENFORCE")
                .containsEntry("deadlineSeconds", 90)
                .containsEntry("subjectPrefix", "");
    }

    @Test
    void splitsTheDefaultOfAListAndNotOfAText() {
        var schema = Schemas.read("""
                        <MetaData><OCD id="x">
                          <AD id="list" type="String" cardinality="-2147483648" default="a, b\\,c,d"/>
                          <AD id="text" type="String" default="a\\,b"/>
                          <AD id="none" type="String" cardinality="2147483647" default=""/>
                        </OCD><Designate pid="x"><Object ocdref="x"/></Designate></MetaData>
                        """).get(0);

        assertThat((Object[]) schema.defaults().get("list")).containsExactly("a", "b,c", "d");
        assertThat(schema.defaults()).containsEntry("text", "a,b");
        assertThat((Object[]) schema.defaults().get("none")).isEmpty();
    }

    @Test
    void refusesADefaultThatIsNotAllowed() {
        assertThatThrownBy(() -> Schemas.read(
                        "<MetaData><OCD id='x'><AD id='n' type='Integer' default='0' min='1'/></OCD></MetaData>"))
                .hasMessageContaining("AD n");
    }

    @Test
    void readsNoExternalEntities() {
        assertThatThrownBy(() -> Schemas.read("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"
                        + "<MetaData><OCD id='x'><AD id='n' type='String' default='&e;'/></OCD></MetaData>"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
