enum SupervisionStub {}
